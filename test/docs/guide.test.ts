import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { fromSeconds, nanos } from '../../src/base/nanos.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { type Fleet, startFleet } from '../../src/sim/fleet.ts'
import { Replica } from '../../src/sim/replica.ts'
import { resolveReplica } from '../../src/sim/settings.ts'

/** Every command and scenario of the user's guide, run in the order in which it is written. */

const root = fileURLToPath(new URL('../..', import.meta.url))
const guide = readFileSync(join(root, 'docs/guide.md'), 'utf8')
const blocks = [...guide.matchAll(/```(\w+)\n([\s\S]*?)```/g)].map(([, language, text]) => ({ language, text }))
const commands = blocks.filter(({ language }) => language === 'sh').flatMap(({ text }) => text.trim().split('\n'))

/** Exit codes a busy little machine may honestly answer a run with; a report repeats its run's. */
const HONEST = [0, 1, 3, 5]

describe('the user’s guide', () => {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-guide-'))
  const replica = new Replica(resolveReplica('replica-0', 0, { model: 'sim' }))
  let url = ''

  let fleet: Fleet

  before(async () => {
    fleet = await startFleet({ replicas: 2, restart: { after: fromSeconds(0.5), load: nanos(0) } })
    writeFileSync(join(folder, 'kill.yaml'), killScenario(fleet))
    url = `http://127.0.0.1:${await replica.listen()}`
  })
  after(async () => {
    await replica.close()
    await fleet.stop()
    rmSync(folder, { recursive: true })
  })

  test('has commands and scenarios to try', () => {
    assert.ok(commands.length >= 12)
    assert.ok(commands.every((command) => command.startsWith('tailgate ')))
  })

  for (const command of commands.filter((line) => line !== 'tailgate demo')) {
    test(`${command}`, async () => {
      const { code, output } = await tailgate(command)
      const judged = /^tailgate (run|report)/.test(command)
      assert.ok(judged ? HONEST.includes(code) : code === 0, `exit ${code}\n${output}`)
      assert.doesNotMatch(output, /error of its own making/)
    })
  }

  for (const [index, { text }] of blocks.filter(({ language }) => language === 'yaml').entries()) {
    test(`scenario ${index + 1} decodes`, () => {
      const whole = /^(# kill.yaml\n)?tailgate/.test(text) ? text : `tailgate: 1\nname: part\n${text}${REST}`
      assert.equal(decodeScenario(whole, 'guide.yaml').scenario.tailgate, 1)
    })
  }

  /** The example's own words, but for where the server is and how long a reader would be willing to wait. */
  function tailgate(command: string): Promise<{ code: number; output: string }> {
    const latest = readdirSync(folder, { withFileTypes: true }).some(({ name }) => name === 'reports')
      ? readdirSync(join(folder, 'reports')).sort().at(-1)
      : 'none'
    const text = command
      .replaceAll('http://127.0.0.1:8000', url)
      .replaceAll('--duration 60s', '--duration 2s')
      .replaceAll('reports/<run>', `reports/${latest}`)
    const args = [...text.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain).slice(1)
    return new Promise((resolve) => {
      execFile(
        process.execPath,
        [join(root, 'src/bin.ts'), ...args],
        { cwd: folder, timeout: 60_000 },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : Number(error.code ?? -1)
          if (command.includes(' init ') && code === 0) shorten(join(folder, 'gate.yaml'))
          resolve({ code, output: `${stdout}${stderr}` })
        },
      )
    })
  }
})

/** What `init` writes waits ten seconds for a tail. */
function shorten(file: string): void {
  writeFileSync(file, readFileSync(file, 'utf8').replaceAll(/tail: \S+/g, 'tail: 1s'))
}

/** The guide's own kill, on a fleet that is there, for a reader in a hurry. */
function killScenario({ replicas }: Fleet): string {
  const { text } = blocks.find(({ text }) => text.startsWith('# kill.yaml')) as { text: string }
  return text
    .replace('http://127.0.0.1:8100', replicas[0].url)
    .replace('http://127.0.0.1:8101', replicas[1].url)
    .replace('duration: 120s', 'duration: 4s')
    .replace('at: 60s', 'at: 2s')
    .replace('hold: 10s', 'hold: 1s')
}

const REST = `dataset: { synthetic: { count: 1, input: 8, output: 8 } }\nload: { concurrency: 1, queries: 1 }\n`
