import assert from 'node:assert/strict'
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { certificates, serve } from '../run/transport/scripted-server.ts'
import { type Ended, scratch, start, tailgate } from './cli.ts'
import { CLOSED, type Parts, writeScenario } from './scenario.ts'
import { simulated } from './servers.ts'
import { hasRun, type StoredReport, sealOf, total } from './stored-run.ts'
import { untilInstant } from './until.ts'

/** What users get wrong: one message with place, cause and way out, the right exit code, and nothing sent. */

const NOWHERE = 'http://127.0.0.1:1'
const WARMED = { ...CLOSED, warmup: { requests: 1 } }

async function run(cwd: string, url: string, parts: Parts): Promise<Ended> {
  return tailgate(['run', writeScenario(cwd, url, parts), '--json', '--quiet'], { cwd })
}

function assertRefused({ code, stdout, stderr }: Ended, exit: number, said: RegExp): void {
  assert.equal(code, exit, stderr)
  assert.equal(stdout, '')
  assert.match(stderr, said)
  assert.doesNotMatch(stderr, /of its own making|node:internal|what was recorded/)
}

describe('a scenario that is wrong', { concurrency: 2 }, () => {
  const WRONG: readonly [title: string, parts: Parts, said: RegExp][] = [
    [
      'an unknown key is named with its line and the nearest valid one',
      { load: { ...CLOSED, durration: '1s' } },
      /^error load\.durration: load has no key "durration"\n {2}at scenario\.yaml:\d+:\d+\n {2}\| .*durration.*\n[\s|^]+hint did you mean duration\?/,
    ],
    [
      'a wrong unit is named with what was expected',
      { load: { rate: '20ms', duration: '1s' } },
      /^error load\.rate: expected a rate such as 20\/s, got "20ms"\n {2}at scenario\.yaml:\d+:\d+\n {2}\| .*20ms/,
    ],
    [
      'a bound on ttft without streaming cannot be',
      { request: { stream: false }, slo: { request: ['ttft <= 1s'] } },
      /^error slo\.request\[0\]: there is no ttft without streaming[\s\S]*at scenario\.yaml:\d+:\d+[\s\S]*hint set request\.stream: true/,
    ],
    [
      'a dataset that does not exist is named',
      { dataset: { jsonl: { path: 'nowhere.jsonl' } } },
      /^error cannot read the dataset: there is no such file\n {2}at .*nowhere\.jsonl/,
    ],
    [
      'an unset key variable is named',
      { target: { apiKey: { env: 'TAILGATE_E2E_UNSET' } } },
      /^error target .* needs the environment variable TAILGATE_E2E_UNSET, which is not set\n {2}hint set it where Tailgate is started: export TAILGATE_E2E_UNSET=/,
    ],
    [
      'a certificate file that does not exist is named',
      { target: { url: 'https://127.0.0.1:1', tls: { ca: 'nowhere.pem' } } },
      /^error cannot read the TLS CA of target .*nowhere\.pem\n {2}hint give a readable PEM file/,
    ],
  ]
  for (const [title, parts, said] of WRONG) {
    test(title, async (t) => assertRefused(await run(scratch(t), NOWHERE, parts), 2, said))
  }

  test('a scenario file that does not exist is named', async (t) => {
    assertRefused(
      await tailgate(['run', 'nowhere.yaml'], { cwd: scratch(t) }),
      2,
      /^error cannot read nowhere\.yaml: there is no such file/,
    )
  })

  const FILES: readonly [title: string, make: (file: string) => void, said: RegExp][] = [
    [
      'an empty dataset is named',
      (file) => writeFileSync(file, ''),
      /^error expected at least one row that can be used, but the file has none\n {2}at .*data\.jsonl\n {2}hint Check/,
    ],
    [
      'a dataset that is a folder is not read',
      (file) => mkdirSync(file),
      /^error cannot read the dataset: it is not a regular file\n {2}at .*data\.jsonl/,
    ],
    [
      'a row that is no JSON is named with its line',
      (file) => writeFileSync(file, '{"prompt":"a"}\n{oops\n'),
      /^error expected a JSON object[\s\S]* {2}at .*data\.jsonl:2\n {2}\| \{oops/,
    ],
  ]
  for (const [title, make, said] of FILES) {
    test(title, async (t) => {
      const cwd = scratch(t)
      make(join(cwd, 'data.jsonl'))
      const dataset = { jsonl: { path: 'data.jsonl', defaultOutput: 8 } }
      assertRefused(await run(cwd, await simulated(t), { dataset }), 2, said)
    })
  }

  test('a dataset that shrinks while in use ends the run, which keeps what it has', async (t) => {
    const cwd = scratch(t)
    const file = join(cwd, 'data.jsonl')
    writeFileSync(file, `${JSON.stringify({ prompt: 'word '.repeat(30), output: 2 })}\n`.repeat(20_000))
    const load = { arrivals: 'constant', rate: '300/s', duration: '20s', drain: '1s' }
    const scenario = writeScenario(cwd, await simulated(t), { dataset: { jsonl: { path: 'data.jsonl' } }, load })
    const started = start(['run', scenario, '--json', '--quiet'], { cwd })
    const folder = await untilInstant(started, cwd, 0.5e9)
    truncateSync(file, 1000)
    const { code, stderr } = await started.ended
    assert.equal(code, 2, stderr)
    assert.match(
      stderr,
      /error the dataset became shorter while in use: byte \d+ is gone\n {2}at .*data\.jsonl\n {2}hint/,
    )
    assert.equal(sealOf(folder).ended, 'aborted')
    const report = await tailgate(['report', folder, '--json'], { cwd })
    const { books } = JSON.parse(report.stdout) as StoredReport
    assert.ok((books.outcomes.ok ?? 0) > 0 && (books.outcomes.not_sent ?? 0) > 0)
    assert.equal(books.planned, total(books.outcomes) + books.unrecorded)
  })

  test('leaves no folder of a run behind', async (t) => {
    const cwd = scratch(t)
    await run(cwd, NOWHERE, { load: { ...CLOSED, durration: '1s' } })
    assert.equal(hasRun(cwd), false)
  })

  test('an unknown command or flag is answered with the nearest one', async (t) => {
    const cwd = scratch(t)
    assertRefused(await tailgate(['rnu', 'x.yaml'], { cwd }), 2, /unknown command 'rnu'\n\(Did you mean run\?\)/)
    assertRefused(
      await tailgate(['run', 'x.yaml', '--rat', '1/s'], { cwd }),
      2,
      /unknown option '--rat'\n\(Did you mean --rate\?\)/,
    )
    assertRefused(
      await tailgate(['report', 'nowhere'], { cwd }),
      2,
      /nowhere is not a run: it has no run\.json\n {2}hint/,
    )
  })
})

describe('a target that cannot be used', { concurrency: 2 }, () => {
  const refused = async (t: TestContext, url: string, exit: number, said: RegExp, parts: Parts = {}) =>
    assertRefused(await run(scratch(t), url, { load: WARMED, ...parts }), exit, said)

  test('a port that refuses exits 4', (t) =>
    refused(
      t,
      NOWHERE,
      4,
      /^error no connection to http:\/\/127\.0\.0\.1:1 \(ECONNREFUSED.*\)\n {2}hint start the server/,
    ))

  test('a host that does not resolve exits 4', (t) =>
    refused(
      t,
      'http://nowhere.invalid:8000',
      4,
      /^error no connection to .*\((ENOTFOUND|EAI_AGAIN).*\n {2}hint check the host name/,
    ))

  test('a certificate of an unknown authority exits 4', async (t) => {
    const server = await serve(() => {}, {})
    t.after(() => server.close())
    await refused(
      t,
      `https://127.0.0.1:${server.port}`,
      4,
      /^error no connection to https:.*certificate.*\n {2}hint check tls\.ca/,
    )
  })

  test('a server that wants a certificate it is not given exits 4', async (t) => {
    const cwd = scratch(t)
    writeFileSync(join(cwd, 'ca.pem'), certificates.ca)
    const demanding = {
      ca: certificates.ca,
      requestCert: true,
      rejectUnauthorized: true,
      maxVersion: 'TLSv1.2',
    } as const
    const server = await serve(() => {}, demanding)
    t.after(() => server.close())
    const ended = await run(cwd, `https://127.0.0.1:${server.port}`, { target: { tls: { ca: 'ca.pem' } } })
    assertRefused(ended, 4, /^error no connection to https:.*\n {2}hint check tls\.ca/)
  })

  test('a server that does not speak TLS exits 4', async (t) => {
    const server = await serve((peer) => peer.write('HTTP/1.1 400 Bad Request\r\n\r\n'), null)
    t.after(() => server.close())
    await refused(t, `https://127.0.0.1:${server.port}`, 4, /^error no connection to https:.*\n {2}hint check tls\.ca/)
  })

  test('a handshake without an answer runs into the connect timer and exits 4', async (t) => {
    const server = await serve(() => {}, null)
    t.after(() => server.close())
    await refused(t, `https://127.0.0.1:${server.port}`, 4, /not connected within 300 ms\)\n {2}hint/, {
      request: { timeouts: { connect: '300ms' } },
    })
  })

  test('a wrong API key exits 2 before the load begins', async (t) => {
    const url = await simulated(t, [{ kind: 'unauthorized', apiKey: 'sk-right' }])
    await refused(t, url, 2, /^error target .* answers 401: Unauthorized\n {2}hint check its apiKey/)
  })

  test('an unknown model exits 2 before the load begins, with the server’s words', async (t) => {
    const parts = { target: { model: 'other' } }
    await refused(
      t,
      await simulated(t),
      2,
      /answers 404: The model `other` does not exist.*\n {2}hint .*model \(other\)/,
      parts,
    )
  })

  test('a wrong path exits 2 before the load begins', async (t) =>
    refused(t, `${await simulated(t)}/wrong`, 2, /answers 404: Not Found\n {2}hint/))

  test('requests called wrong without a warm-up make the run invalid, and the books balance', async (t) => {
    const url = await simulated(t, [{ kind: 'unauthorized', apiKey: 'sk-right' }])
    const { code, stdout } = await run(scratch(t), url, {})
    assert.equal(code, 5)
    const { books, findings } = JSON.parse(stdout)
    assert.deepEqual(books, { planned: 4, outcomes: { http_4xx: 4 }, unrecorded: 0 })
    assert.ok(findings.some(({ id }: { id: string }) => id === 'client-error'))
  })
})
