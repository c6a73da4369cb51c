import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openRunLog } from '../../src/log/reader.ts'
import type { FaultSettings } from '../../src/sim/faults/fault.ts'
import { startFleet } from '../../src/sim/fleet.ts'
import { scratch, start, tailgate } from './cli.ts'
import { CLOSED, type Parts, writeScenario } from './scenario.ts'
import { answering, scripted, simulated, stream, token, usage, whole } from './servers.ts'
import { assertBooksBalance, type Outcomes, onlyRun, reportOf } from './stored-run.ts'
import { untilInstant } from './until.ts'

/** What servers do wrong: nothing hangs, nothing crashes, every request is counted once and rightly. */

const QUERIES = CLOSED.queries

interface Expected {
  exit: number
  outcomes: Outcomes
  /** Of the cause in the books. */
  reason?: string
  /** In the cause's example, as the server or the system said it. */
  example?: RegExp
  finding?: string
}

/** On a machine too busy to send in time a run is invalid, whatever its server did. */
const exitOf = (findings: readonly { id: string }[], exit: number): number =>
  findings.some(({ id }) => id === 'generator-bottleneck') ? 5 : exit

/** @returns the run's folder */
async function expectRun(t: TestContext, url: string, parts: Parts, expected: Expected): Promise<string> {
  const cwd = scratch(t)
  const { code, stdout, stderr } = await tailgate(['run', writeScenario(cwd, url, parts), '--json', '--quiet'], { cwd })
  const line = JSON.parse(stdout.trimEnd().split('\n').at(-1) ?? '')
  assert.deepEqual(line.books.outcomes, expected.outcomes, stderr)
  assert.equal(code, exitOf(line.findings, expected.exit), stdout + stderr)
  assert.equal(line.exit, code)
  assert.deepEqual(line.failed, expected.exit === 1 ? ['failed <= 1%'] : [])
  assert.doesNotMatch(stderr, /of its own making|^\s+at /m)
  const folder = onlyRun(cwd)
  const { causes } = assertBooksBalance(folder)
  if (expected.reason !== undefined) assert.equal(causes[0].reason, expected.reason)
  if (expected.example !== undefined) assert.match(causes[0].example ?? '', expected.example)
  if (expected.finding !== undefined) {
    assert.ok(
      reportOf(folder).findings.some(({ id }) => id === expected.finding),
      stdout,
    )
  }
  return folder
}

const quick = (timeouts: { [timer: string]: string }): Parts => ({
  request: { timeouts: { connect: '2s', headers: '2s', firstToken: '2s', gap: '2s', total: '4s', ...timeouts } },
})

const WORDS = [token('a'), token('b'), token('c'), token('d'), token('e'), token('f'), token('g'), token('h')]

/** Simulated replicas in trouble. */
const FAULTY: readonly [title: string, fault: FaultSettings, parts: Parts, expected: Expected][] = [
  [
    'a server that never answers runs into the headers timer',
    { kind: 'silence' },
    quick({ headers: '300ms' }),
    { exit: 1, outcomes: { timeout_first: QUERIES }, reason: 'timeout_headers' },
  ],
  [
    'a server that answers not even the warm-up does not hold it up for ever',
    { kind: 'silence' },
    { ...quick({ headers: '300ms' }), load: { ...CLOSED, warmup: { requests: 1 } } },
    { exit: 1, outcomes: { timeout_first: QUERIES + 1 }, reason: 'timeout_headers' },
  ],
  [
    'a server silent after the head runs into the first-token timer',
    { kind: 'silence', afterHead: true },
    quick({ firstToken: '300ms' }),
    { exit: 1, outcomes: { timeout_first: QUERIES }, reason: 'timeout_ttft' },
  ],
  [
    'a web page instead of an answer is malformed',
    { kind: 'html' },
    {},
    { exit: 1, outcomes: { malformed: QUERIES }, reason: 'protocol_error' },
  ],
  [
    'streams that all end early are truncated',
    { kind: 'cut', how: 'fin' },
    {},
    { exit: 1, outcomes: { truncated: QUERIES }, reason: 'truncated' },
  ],
  [
    'streams that are all reset in the middle are truncated',
    { kind: 'cut', how: 'rst' },
    {},
    { exit: 1, outcomes: { truncated: QUERIES }, reason: 'truncated' },
  ],
  [
    'one byte per second runs into the first-token timer',
    { kind: 'drip' },
    quick({ firstToken: '500ms' }),
    { exit: 1, outcomes: { timeout_first: QUERIES }, reason: 'timeout_ttft' },
  ],
  [
    'invalid UTF-8 is malformed',
    { kind: 'invalid-utf8' },
    {},
    { exit: 1, outcomes: { malformed: QUERIES }, reason: 'protocol_error', example: /UTF-8/i },
  ],
  [
    'an error event inside HTTP 200, then [DONE], is a stream error',
    { kind: 'error-event' },
    {},
    { exit: 1, outcomes: { stream_error: QUERIES }, reason: 'stream_error' },
  ],
  [
    'a stream in form without [DONE] is ok, and flagged',
    { kind: 'missing-done' },
    {},
    { exit: 0, outcomes: { ok: QUERIES } },
  ],
  [
    'an error 500 to everything fails the run',
    { kind: 'http-error' },
    {},
    { exit: 1, outcomes: { http_5xx: QUERIES } },
  ],
]

describe('servers in trouble', { concurrency: 2 }, () => {
  for (const [title, fault, parts, expected] of FAULTY) {
    test(title, async (t) => {
      await expectRun(t, await simulated(t, [fault]), parts, expected)
    })
  }

  test('wrong usage counts are ok answers with a finding', async (t) => {
    const url = await simulated(t, [{ kind: 'wrong-usage' }])
    await expectRun(t, url, {}, { exit: 0, outcomes: { ok: QUERIES }, finding: 'token-count-mismatch' })
  })

  test('lines of 100 MB are malformed, and do not grow the process', async (t) => {
    const url = await simulated(t, [{ kind: 'long-line' }])
    const load = { ...CLOSED, concurrency: 1, queries: 1 }
    const folder = await expectRun(t, url, { load }, { exit: 1, outcomes: { malformed: 1 }, reason: 'protocol_error' })
    const { events } = await openRunLog(folder)
    const resident = events.filter((event) => event.kind === 'generator').map(({ rss }) => rss)
    assert.ok(Math.max(...resident) < 300e6, `${Math.max(...resident)} bytes`)
  })

  test('a replica that dies in mid-run costs the requests it had and those that came later', async (t) => {
    const cwd = scratch(t)
    const fleet = await startFleet({ replicas: 1, model: 'sim' })
    t.after(() => fleet.stop())
    const load = { arrivals: 'constant', rate: '40/s', duration: '2s', drain: '2s' }
    const scenario = writeScenario(cwd, fleet.replicas[0].url, { load })
    const run = start(['run', scenario, '--json', '--quiet'], { cwd })
    const folder = await untilInstant(run, cwd, 0.5e9)
    await fleet.kill('replica-0', 'SIGKILL')
    const { code, stdout } = await run.ended
    const { findings } = reportOf(folder)
    assert.equal(code, exitOf(findings, 1), stdout)
    const { planned, outcomes } = assertBooksBalance(folder)
    assert.ok(planned > 80)
    const { ok = 0, connect = 0, ...others } = outcomes
    assert.ok(ok > 0 && connect > 0, stdout)
    for (const outcome of Object.keys(others)) assert.match(outcome, /^(reset|truncated)$/)
  })

  const SCRIPTED: readonly [title: string, bytes: string | Buffer, expected: Expected][] = [
    [
      'a redirect is not followed',
      whole('302 Found', '', ['location: http://127.0.0.1:1/']),
      { exit: 1, outcomes: { http_3xx: QUERIES }, reason: 'http_302' },
    ],
    [
      '429 is a rejection',
      whole('429 Too Many Requests', '{"error":{"message":"slow down"}}'),
      { exit: 1, outcomes: { rejected: QUERIES }, reason: 'http_429', example: /slow down/ },
    ],
    [
      '503 is a failure',
      whole('503 Service Unavailable', 'down'),
      { exit: 1, outcomes: { http_5xx: QUERIES }, reason: 'http_503' },
    ],
    [
      '503 with Retry-After is a rejection',
      whole('503 Service Unavailable', 'full', ['retry-after: 1']),
      { exit: 1, outcomes: { rejected: QUERIES }, reason: 'http_503' },
    ],
    [
      'finish_reason abort is an abort',
      stream([token('a'), token('', 'abort'), '[DONE]']),
      { exit: 1, outcomes: { aborted: QUERIES }, reason: 'finish_abort' },
    ],
    [
      'an empty stream in form is empty',
      stream([token('', 'stop'), usage(0), '[DONE]']),
      { exit: 1, outcomes: { empty: QUERIES }, reason: 'empty_stream' },
    ],
    ['a stream of nothing is truncated', stream([]), { exit: 1, outcomes: { truncated: QUERIES } }],
    ['a stream of [DONE] alone is empty', stream(['[DONE]']), { exit: 1, outcomes: { empty: QUERIES } }],
    [
      'fewer tokens than asked for are short',
      stream([token('a'), token('', 'length'), usage(1), '[DONE]']),
      { exit: 1, outcomes: { short: QUERIES }, reason: 'ok_short' },
    ],
    [
      'a whole answer in form is ok',
      stream([...WORDS, token('', 'length'), usage(8), '[DONE]']),
      { exit: 0, outcomes: { ok: QUERIES } },
    ],
    ['bytes that are no HTTP are malformed', 'SSH-2.0-OpenSSH_9.2\r\n', { exit: 1, outcomes: { malformed: QUERIES } }],
  ]
  for (const [title, bytes, expected] of SCRIPTED) {
    test(title, async (t) => void (await expectRun(t, await scripted(t, answering(bytes)), {}, expected)))
  }
})
