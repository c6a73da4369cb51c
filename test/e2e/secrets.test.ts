import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import type { Peer } from '../run/transport/scripted-server.ts'
import { scratch, start, tailgate } from './cli.ts'
import { CLOSED, writeScenario } from './scenario.ts'
import { scripted, whole } from './servers.ts'
import { onlyRun } from './stored-run.ts'

/** API keys and secret headers appear nowhere: not in what a run writes, says, or is started with. */

const KEY = 'sk-e2e-4f9d2c71b8'
const TENANT = 'tenant-e2e-77aa10'
const SECRETS = [KEY, TENANT]
const ENV = { TAILGATE_E2E_KEY: KEY, TAILGATE_E2E_TENANT: TENANT }
const TARGET = { apiKey: { env: 'TAILGATE_E2E_KEY' }, headers: { 'X-Tenant': `\${env:TAILGATE_E2E_TENANT}` } }

/** The command lines of a process, its threads and everything it has started. */
function commandLines(pid: number): string[] {
  const tasks = readdirSync(`/proc/${pid}/task`)
  const children = tasks.flatMap((task) => read(`/proc/${pid}/task/${task}/children`).split(' '))
  const own = tasks.map((task) => read(`/proc/${pid}/task/${task}/cmdline`))
  return [...own, ...children.filter((child) => child !== '').flatMap((child) => commandLines(Number(child)))]
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}

function assertNowhere(where: string, content: string | Buffer): void {
  const bytes = Buffer.from(content)
  for (const secret of SECRETS) {
    for (const spelling of [secret, Buffer.from(secret).toString('base64'), encodeURIComponent(secret)]) {
      assert.equal(bytes.includes(spelling), false, `${where} holds ${spelling}`)
    }
  }
}

function filesUnder(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
}

/** A server that gives away what it was sent, in the message of an error. */
async function echoing(t: TestContext, status: string, onRequest: () => void): Promise<string> {
  return scripted(t, async (peer: Peer) => {
    for (let request = await peer.request(); request !== undefined; request = await peer.request()) {
      onRequest()
      const sent = `${request.headers.get('authorization')} of ${request.headers.get('x-tenant')}`
      peer.write(whole(status, JSON.stringify({ error: { message: `not allowed: ${sent}` } })))
    }
  })
}

describe('an API key and a secret header', { concurrency: 2 }, () => {
  test('are sent, and appear in nothing that a run leaves behind', async (t) => {
    const cwd = scratch(t)
    let lines: string[] = []
    const url = await echoing(t, '500 Internal Server Error', () => {
      if (run.child.pid !== undefined) lines = commandLines(run.child.pid)
    })
    const scenario = writeScenario(cwd, url, { target: TARGET })
    const run = start(['run', scenario, '--json'], { cwd, env: ENV })
    const { stdout, stderr } = await run.ended
    assert.equal(JSON.parse(stdout).books.outcomes.http_5xx, CLOSED.queries)

    const folder = onlyRun(cwd)
    const requests = readFileSync(join(folder, 'requests/000000.parquet'))
    assert.ok(requests.includes('not allowed: [secret] of [secret]'), 'the server’s message is kept, masked')
    assert.ok(lines.some((line) => line.includes('run')))
    for (const line of lines) assertNowhere('a command line', line)
    assertNowhere('stdout', stdout)
    assertNowhere('stderr', stderr)
    const files = filesUnder(cwd)
    assert.ok(files.length >= 9, files.join(' '))
    for (const file of files) assertNowhere(file, readFileSync(file))
    assert.ok(readFileSync(join(folder, 'scenario.yaml'), 'utf8').includes('TAILGATE_E2E_KEY'))
    for (const format of ['terminal', 'json', 'markdown', 'csv', 'hlog', 'html']) {
      const report = await tailgate(['report', folder, '--format', format], { cwd, env: ENV })
      assertNowhere(format, report.stdout + report.stderr)
    }
  })

  test('appear in no message of a target that refuses them', async (t) => {
    const cwd = scratch(t)
    const url = await echoing(t, '401 Unauthorized', () => {})
    const scenario = writeScenario(cwd, url, { target: TARGET, load: { ...CLOSED, warmup: { requests: 1 } } })
    const { code, stdout, stderr } = await tailgate(['run', scenario], { cwd, env: ENV })
    assert.equal(code, 2)
    assert.match(stderr, /answers 401: not allowed: \[secret\] of \[secret\]/)
    assertNowhere('output', stdout + stderr)
    for (const file of filesUnder(cwd)) assertNowhere(file, readFileSync(file))
  })

  test('appear in neither the plan nor the checked scenario', async (t) => {
    const cwd = scratch(t)
    const scenario = writeScenario(cwd, 'http://127.0.0.1:1', { target: TARGET })
    for (const command of [
      ['plan', scenario],
      ['validate', scenario],
      ['validate', scenario, '--json'],
    ]) {
      const { code, stdout, stderr } = await tailgate(command, { cwd, env: ENV })
      assert.equal(code, 0, stderr)
      assertNowhere(command.join(' '), stdout + stderr)
    }
  })

  test('written into the scenario itself are refused without being repeated', async (t) => {
    const cwd = scratch(t)
    const scenario = writeScenario(cwd, 'http://127.0.0.1:1', { target: { apiKey: KEY } })
    const { code, stdout, stderr } = await tailgate(['run', scenario], { cwd })
    assert.equal(code, 2)
    assertNowhere('the message', stdout + stderr)
  })
})
