import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { describe, type TestContext, test } from 'node:test'
import { scratch, start, tailgate } from './cli.ts'
import { answering, scripted, simulated, whole } from './servers.ts'

/** A bare URL on the command line, and the fleet one can start for it. */

const PAGE = whole('200 OK', '<html><title>It works!</title></html>', ['content-type: text/html'])
const CLOSED_PORT = 'http://127.0.0.1:1'

type Url = (t: TestContext) => string | Promise<string>
const HOPELESS: readonly [title: string, url: Url, exit: number, says: RegExp][] = [
  ['whose port refuses', () => CLOSED_PORT, 4, /127\.0\.0\.1:1: no connection.*ECONNREFUSED[\s\S]*curl -i/],
  ['whose host has no address', () => 'http://no-such-host.invalid', 4, /no-such-host\.invalid[\s\S]*host name/],
  ['that is a web page', (t) => scripted(t, answering(PAGE)), 2, /web page \(HTML, “It works!”\)/],
  [
    'that wants a key',
    (t) => simulated(t, [{ kind: 'unauthorized', apiKey: 'k' }]),
    2,
    /401: Unauthorized[\s\S]*TAILGATE_API_KEY/,
  ],
]

describe('a URL', { concurrency: 2 }, () => {
  for (const [title, urlOf, exit, says] of HOPELESS) {
    test(`${title} ends a run with exit ${exit} and a way out`, async (t) => {
      const cwd = scratch(t)
      const env = { TAILGATE_API_KEY: '', OPENAI_API_KEY: '' }
      const { code, stderr } = await tailgate(['run', await urlOf(t)], { cwd, env })
      assert.equal(code, exit, stderr)
      assert.match(stderr, says)
      assert.match(stderr, /hint/)
      assert.deepEqual(readdirSync(cwd), [])
    })
  }

  test('alone is enough for a run, a report, and a scenario to keep', async (t) => {
    const cwd = scratch(t)
    const url = await simulated(t)
    const { code, stdout, stderr } = await tailgate(['run', url, '--duration', '1s', '--json', '--quiet'], { cwd })
    const line = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
    assert.equal(line.exit, code)
    assert.ok(line.books.outcomes.ok > 0, stderr)
    assert.match(stderr, /is vllm 0\.32\.0\+sim, model sim/)
    assert.match(stderr, /written to tailgate-127\.0\.0\.1-\d+\.yaml/)
    assert.ok(readdirSync(cwd).some((file) => /^tailgate-127\.0\.0\.1-\d+\.yaml$/.test(file)))
  })
})

describe('sim', () => {
  test('starts a fleet that answers, and ends it with Ctrl-C', async (t) => {
    const cwd = scratch(t)
    const { child, said, ended } = start(['sim', '--replicas', '2', '--port', '0', '--json'], { cwd })
    while (!said().includes('\n')) await new Promise((resolve) => child.stdout?.once('data', resolve))
    const { replicas } = JSON.parse(said())
    assert.equal(replicas.length, 2)
    for (const { url } of replicas) assert.equal((await fetch(`${url}/health`)).status, 200)
    child.kill('SIGINT')
    assert.equal((await ended).code, 0)
    for (const { url } of replicas) await assert.rejects(fetch(`${url}/health`))
  })

  test('refuses a number of replicas that makes no sense', async (t) => {
    const { code, stderr } = await tailgate(['sim', '--replicas', 'many'], { cwd: scratch(t) })
    assert.equal(code, 2)
    assert.match(stderr, /--replicas: expected a whole number from 1 to 64, got many/)
  })
})
