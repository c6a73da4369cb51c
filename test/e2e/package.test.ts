import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { before, describe, test } from 'node:test'
import type { FleetReplica } from '../../src/sim/fleet.ts'
import { type Ended, ROOT, scratch, start, suite, tailgate } from './cli.ts'
import { assertResult, faultEventsOf, steady, writeFleetScenario } from './fleets.ts'
import { writeScenario } from './scenario.ts'
import { simulated } from './servers.ts'
import { assertBooksBalance, onlyRun, readJson } from './stored-run.ts'
import { until } from './until.ts'

/** What `npm pack` makes, installed into an empty folder: it holds what is needed, and works. */

const BUILT_FROM = ['src', 'scenarios', 'docs', 'package.json', 'tsconfig.json', 'tsconfig.build.json']
const LETTERS = ['README.md', 'CHANGELOG.md', 'LICENSE', 'NOTICE']

function npm(cwd: string, ...args: string[]) {
  return spawnSync('npm', [...args, '--no-audit', '--no-fund', '--no-update-notifier'], { cwd, encoding: 'utf8' })
}

/** The major and minor version of a Node, or null where it cannot be run. */
function versionOf(node: string): [number, number] | null {
  const { status, stdout } = spawnSync(node, ['--version'], { encoding: 'utf8' })
  const [, major, minor] = /^v(\d+)\.(\d+)\./.exec(stdout ?? '') ?? []
  return status === 0 ? [Number(major), Number(minor)] : null
}

function oldNode(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => !folder.includes('node_modules'))
  return folders
    .map((folder) => join(folder, 'node'))
    .filter((node) => existsSync(node))
    .find((node) => {
      const version = versionOf(node)
      return version !== null && (version[0] < 22 || (version[0] === 22 && version[1] < 19))
    })
}

describe('the package', () => {
  const owner = suite()
  let packed: string[] = []
  let home = ''
  let installed: { done: boolean; said: string } = { done: false, said: '' }

  before(() => {
    const source = scratch(owner)
    for (const entry of [...BUILT_FROM, ...LETTERS]) cpSync(join(ROOT, entry), join(source, entry), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(source, 'node_modules'))
    mkdirSync(join(source, 'test'))
    writeFileSync(join(source, 'test/left-out.test.ts'), '')
    const { status, stdout, stderr } = npm(source, 'pack', '--json', '--pack-destination', source)
    assert.equal(status, 0, stderr)
    packed = (JSON.parse(stdout) as { files: { path: string }[] }[])[0].files.map(({ path }) => path)
    const tarball = readdirSync(source).find((file) => file.endsWith('.tgz'))

    home = scratch(owner)
    writeFileSync(join(home, 'package.json'), '{"private":true}\n')
    const result = npm(home, 'install', '--prefer-offline', join(source, tarball ?? ''))
    installed = { done: result.status === 0, said: result.stderr }
  })

  const bin = () => join(home, 'node_modules/tailgate/dist/bin.js')
  const program = (node = process.execPath): [string, string] => [node, bin()]
  const run = (args: readonly string[], node?: string): Promise<Ended> =>
    tailgate(args, { cwd: home, program: program(node) })

  /** Why what needs the installed package cannot be tried; its dependencies may be out of reach. */
  function unreachable(): string | undefined {
    if (installed.done) return undefined
    assert.match(installed.said, /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENOTCACHED|network/, installed.said)
    return 'the dependencies are not in reach'
  }

  test('holds what is needed and nothing else', () => {
    const allowed =
      /^(package\.json|README\.md|CHANGELOG\.md|LICENSE|NOTICE|docs\/[\w-]+\.md|scenarios\/.+|dist\/.+\.(js|d\.ts))$/
    assert.deepEqual(
      packed.filter((path) => !allowed.test(path)),
      [],
    )
    for (const needed of ['dist/bin.js', 'dist/index.d.ts', 'scenarios/schema.json', 'docs/log.md', ...LETTERS]) {
      assert.ok(packed.includes(needed), needed)
    }
  })

  test('runs by its name', (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const { status, stdout, stderr } = spawnSync(join(home, 'node_modules/.bin/tailgate'), ['--version'], {
      cwd: home,
      encoding: 'utf8',
      env: { ...process.env, PATH: `${join(process.execPath, '..')}${delimiter}${process.env.PATH}` },
    })
    assert.equal(status, 0, stderr)
    assert.equal(stdout.trim(), readJson<{ version: string }>(ROOT, 'package.json').version)
  })

  test('validates a scenario that came with it', async (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const { code, stdout, stderr } = await run(['validate', 'node_modules/tailgate/scenarios/server.yaml'])
    assert.equal(code, 0, stderr)
    assert.match(stdout, /^# valid; fingerprint [0-9a-f]{64}/)
  })

  test('runs, reports, and finds its threads', async (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const { code, stdout, stderr } = await run(['run', writeScenario(home, await simulated(t)), '--json', '--quiet'])
    assert.ok(code === 0 || code === 5, stderr)
    assert.deepEqual(JSON.parse(stdout).books.outcomes, { ok: 4 })
    assertBooksBalance(onlyRun(home))
  })

  test('hangs a replica of its own fleet, delays another through its proxy, reads its meters, and ends', async (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const sim = start(['sim', '--replicas', '2', '--port', '0', '--json'], { cwd: home, program: program() })
    t.after(() => sim.child.kill('SIGKILL'))
    await until(sim, 'its fleet served', () => sim.said().includes('\n'))
    const fleet = JSON.parse(sim.said()) as { replicas: FleetReplica[] }
    const cwd = scratch(t)
    const faults = [
      { name: 'hang', signal: 'STOP', replica: 'replica-0', at: '200ms', for: '300ms' },
      { name: 'slow', proxy: { delay: '50ms' }, replica: 'replica-1', at: '200ms', for: '300ms' },
    ]
    const rest = { faults, probes: [{ metrics: true }] }
    const scenario = writeFleetScenario(cwd, fleet, { load: steady('1s'), rest })
    const args = ['run', scenario, '--json', '--quiet', '--allow-faults']
    assertResult(await tailgate(args, { cwd, program: program() }), 'pass')
    const folder = onlyRun(cwd)
    assertBooksBalance(folder)
    for (const name of ['hang', 'slow']) {
      const steps = faultEventsOf(folder).filter((event) => event.fault === name)
      assert.deepEqual(steps.map(({ step }) => step).slice(0, 3), ['issued', 'confirmed', 'undone'])
    }
    assert.match(readFileSync(join(folder, 'readings.jsonl'), 'utf8'), /"name":"requests\.running"/)
    sim.child.kill('SIGINT')
    assert.equal((await sim.ended).code, 0)
  })

  test('can be imported', async (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const code = "import * as tailgate from 'tailgate'; console.log(Object.keys(tailgate).length > 0)"
    const { stdout, stderr } = await tailgate(['--input-type=module', '-e', code], {
      cwd: home,
      program: [process.execPath],
    })
    assert.equal(stdout, 'true\n', stderr)
  })

  test('on a Node that is too old says so in one line and exits 2', async (t) => {
    const reason = unreachable()
    if (reason !== undefined) return t.skip(reason)
    const node = oldNode()
    if (node === undefined) return t.skip('no Node older than 22.19 on PATH')
    const { code, stdout, stderr } = await run(['run', 'scenario.yaml'], node)
    assert.deepEqual([code, stdout], [2, ''])
    assert.match(stderr, /^tailgate needs Node\.js 22\.19 or newer; this is \d+\.\d+\.\d+\n$/)
  })
})
