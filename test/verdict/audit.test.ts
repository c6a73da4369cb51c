import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../src/base/nanos.ts'
import type { Scenario } from '../../src/model/scenario.ts'
import type { RequestBound, RunBound } from '../../src/model/slo.ts'
import { audit } from '../../src/verdict/audit.ts'
import { AUDITS } from '../../src/verdict/audits/index.ts'
import { countsDiffer } from '../../src/verdict/audits/token-count-mismatch.ts'
import { judge } from '../../src/verdict/judge.ts'
import { fixtureScenario, type LogOptions } from '../analysis/fixture-log.ts'
import { vector } from '../stats/vectors.ts'
import { ECONOMY_CASES } from './economy-rules.ts'
import { FAULT_CASES } from './fault-rules.ts'
import { type Deviation, figure, soundRun } from './sound-run.ts'

const ttft = (ms: number): RequestBound => ({ text: `ttft <= ${ms}ms`, metric: 'ttft', limit: ms * 1e6 })
const bound = (metric: RunBound['metric'], stat: RunBound['stat']): RunBound => ({
  text: `${stat}(${metric}) <= 1s`,
  metric,
  stat,
  compare: '<=',
  limit: 1e9,
})
const run = (...bounds: RunBound[]): Pick<LogOptions, 'slo'> => ({ slo: { request: [], run: bounds } })
const lag = (ms: number): Deviation => ({
  validity: { lag: { n: 1, p50: nanos(0), p99: nanos(ms * 1e6), max: nanos(ms * 1e6) } },
})
const closed = { loop: 'closed', slots: 4 } as Partial<Scenario['load']>
const mlperf = (scenario: string, mode = 'performance') =>
  ({ loop: 'mlperf', scenario, mlperf: { mode, min_duration_ms: 600_000, min_query_count: 100 } }) as Partial<
    Scenario['load']
  >
const because = (text: string): Deviation => ({ seal: { because: text } })
const LIMITED: Deviation = { ...because('max_query_count reached: 50'), measured: { ok: 50, not_sent: 50 } }

const SPREAD = { waits: 100, eventsPerRead: 1, delayedShare: 0 }

type Case = [
  id: keyof typeof AUDITS,
  what: string,
  run: Deviation,
  scenario: Parameters<typeof fixtureScenario>[0],
  fires: boolean,
]

const CASES: Case[] = [
  ...FAULT_CASES,
  ...ECONOMY_CASES,
  ['nothing-measured', 'an empty cohort', { measured: {} }, {}, true],
  ['records-missing', 'rows lost from a sealed log', { books: { unrecorded: 3 } }, {}, true],
  ['records-missing', 'rows lost with a crash', { books: { unrecorded: 3 }, seal: null }, {}, false],
  ['client-error', 'one 404', { measured: { ok: 99, http_4xx: 1 } }, {}, true],
  ['client-error', 'any number of 429', { measured: { ok: 50, rejected: 50 } }, {}, false],
  ['client-abort', 'two in a thousand given up', { measured: { ok: 998, client_abort: 2 } }, {}, true],
  ['client-abort', 'one in a thousand given up', { measured: { ok: 999, client_abort: 1 } }, {}, false],
  ['generator-bottleneck', 'one request never sent', { measured: { ok: 9999, not_sent: 1 } }, {}, true],
  ['generator-bottleneck', 'a slow event loop', { validity: { loopDelayP99: nanos(11e6) } }, {}, true],
  ['generator-bottleneck', 'a full core', { validity: { cpuMedian: 0.95 } }, {}, true],
  ['generator-bottleneck', 'a full core in a closed loop', { validity: { cpuMedian: 0.95 } }, { load: closed }, false],
  ['generator-bottleneck', 'a burst sent in 5 s of 600', lag(5000), { load: mlperf('offline') }, false],
  ['generator-bottleneck', 'a burst sent in 50 s of 600', lag(50_000), { load: mlperf('offline') }, true],
  ['generator-bottleneck', 'late server queries', lag(11), { load: mlperf('server') }, true],
  ['generator-bottleneck', 'queries that LoadGen’s limit cut off', LIMITED, { load: mlperf('server') }, false],
  ['ended-early', 'queries that LoadGen’s limit cut off', LIMITED, { load: mlperf('server') }, true],
  ['ended-early', 'too few generated', because('ran out of queries to issue'), { load: mlperf('single-stream') }, true],
  ['ended-early', 'a natural end', because('the planned length was reached'), { load: mlperf('multi-stream') }, false],
  [
    'ended-early',
    'all of accuracy mode',
    because('ran out of queries to issue'),
    { load: mlperf('server', 'accuracy') },
    false,
  ],
  ['ended-early', 'all of a closed loop', because('ran out of queries to issue'), { load: closed }, false],
  ['ended-early', 'a burst answered too soon', { windowSeconds: 599 }, { load: mlperf('offline') }, true],
  ['ended-early', 'a burst that was long enough', { windowSeconds: 600 }, { load: mlperf('offline') }, false],
  ['generator-bottleneck', 'waiting under a cap', lag(2000), { load: { cap: 20 } as Partial<Scenario['load']> }, false],
  [
    'generator-bottleneck',
    'lateness below a cap',
    lag(2000),
    { load: { cap: 500 } as Partial<Scenario['load']> },
    true,
  ],
  [
    'generator-bottleneck',
    'a tight tpot, from which lateness cancels',
    lag(4),
    { slo: { request: [{ text: '', metric: 'tpot', limit: 20e6 }], run: [] } },
    false,
  ],
  ['generator-saturated', 'a full core in a closed loop', { validity: { cpuMedian: 0.95 } }, { load: closed }, true],
  ['generator-saturated', 'a full core in an open loop', { validity: { cpuMedian: 0.95 } }, {}, false],
  ['cap-reached', 'waiting under a cap', lag(2000), { load: { cap: 20 } as Partial<Scenario['load']> }, true],
  ['cap-reached', 'a cap never met', {}, { load: { cap: 500 } as Partial<Scenario['load']> }, false],
  [
    'little-mismatch',
    '0.2 % off',
    { validity: { little: { l: 10, lambdaW: 10.02, relativeError: 0.002, edgeGap: 0 } } },
    {},
    true,
  ],
  [
    'little-mismatch',
    '0.05 % off',
    { validity: { little: { l: 10, lambdaW: 10.005, relativeError: 0.0005, edgeGap: 0 } } },
    {},
    false,
  ],
  ['clock-step', 'two per cent', { validity: { clockDrift: 0.02 } }, {}, true],
  ['clock-step', 'one in ten thousand', { validity: { clockDrift: 0.0001 } }, {}, false],
  ['interrupted', 'no seal', { seal: null }, {}, true],
  ['interrupted', 'Ctrl-C', { seal: { ended: 'interrupted' } }, {}, true],
  ['saturated-point', 'a growing backlog', { validity: { backlog: saturated() } }, {}, true],
  ['saturated-point', 'a burst', { validity: { backlog: saturated() } }, { load: mlperf('offline') }, false],
  [
    'token-count-mismatch',
    'two tokens an event',
    { validity: { tokens: { client: 500, server: 1000, counted: 9 } } },
    {},
    true,
  ],
  [
    'held-back-tokens',
    'eight events every 200 ms',
    { validity: { bunching: { waits: 100, eventsPerRead: 8, delayedShare: 0.9, oneReadShare: 0 } } },
    {},
    true,
  ],
  [
    'held-back-tokens',
    'eight events every 50 ms',
    { validity: { bunching: { waits: 100, eventsPerRead: 8, delayedShare: 0.01, oneReadShare: 0 } } },
    {},
    false,
  ],
  [
    'held-back-tokens',
    'a token every 200 ms',
    { validity: { bunching: { waits: 100, eventsPerRead: 1, delayedShare: 1, oneReadShare: 0 } } },
    {},
    false,
  ],
  [
    'length-contract',
    'half the forced length',
    { validity: { lengths: { asked: 1000, got: 500, counted: 9 } } },
    { request: { forceLength: true } },
    true,
  ],
  [
    'length-contract',
    'half the length hoped for',
    { validity: { lengths: { asked: 1000, got: 500, counted: 9 } } },
    {},
    false,
  ],
  [
    'length-contract',
    'nine tenths of it',
    { validity: { lengths: { asked: 1000, got: 900, counted: 9 } } },
    { request: { forceLength: true } },
    false,
  ],
  [
    'length-contract',
    'prompts a third longer than wanted',
    { validity: { prompts: { asked: 5120, got: 6800, counted: 10 } } },
    { request: { wordsPerToken: 1 } },
    true,
  ],
  [
    'length-contract',
    'a chat template around short prompts',
    { validity: { prompts: { asked: 160, got: 400, counted: 10 } } },
    {},
    false,
  ],
  [
    'errors-hidden',
    'ok-only bounds with all bounds',
    { measured: { ok: 99, reset: 1 } },
    run(bound('ttft.ok', 'p99'), bound('failed', 'value')),
    false,
  ],
  [
    'errors-hidden',
    'gaps, which failed requests have none of',
    { measured: { ok: 99, reset: 1 } },
    run(bound('itl', 'p99')),
    true,
  ],
  [
    'errors-hidden',
    'goodput from the send, which is over all',
    { measured: { ok: 99, reset: 1 } },
    run(bound('goodput.service', 'value')),
    false,
  ],
  ['errors-hidden', 'ok-only bounds without failures', {}, run(bound('ttft.ok', 'p99')), false],
  ['tail-blindness', 'a median and a p99', {}, run(bound('ttft', 'p50'), bound('ttft', 'p99')), false],
  ['closed-loop-for-server-claim', 'no claim at all', {}, { load: closed }, false],
  ['window-too-short', 'half a minute', { windowSeconds: 30 }, {}, true],
  ['window-too-short', 'ten minutes', {}, {}, false],
  [
    'window-too-short',
    'ten minutes of answers that take two',
    { figures: [figure('latency.ok', 'p99', 120e9)] },
    {},
    true,
  ],
  ['buffered-stream', 'every stream', { books: { flags: [{ flag: 'proxy_buffered', n: 100_000 }] } }, {}, true],
  ['buffered-stream', 'no stream', { books: { flags: [{ flag: 'not_streamed', n: 100_000 }] } }, {}, true],
  ['buffered-stream', 'one stream', { books: { flags: [{ flag: 'proxy_buffered', n: 1 }] } }, {}, false],
  [
    'buffered-stream',
    'short streams, most in one read',
    { validity: { bunching: { ...SPREAD, oneReadShare: 0.6 } } },
    {},
    true,
  ],
  [
    'buffered-stream',
    'short streams, some in one read',
    { validity: { bunching: { ...SPREAD, oneReadShare: 0.4 } } },
    {},
    false,
  ],
  ['one-generator-host', 'loopback', {}, { url: 'http://127.0.0.1:8000/v1' }, true],
  ['one-generator-host', 'IPv6 loopback', {}, { url: 'http://[::1]:8000' }, true],
  ['one-generator-host', 'another host', {}, { url: 'https://fleet.example' }, false],
]

function saturated() {
  return { slope: 1, t: 400, arrivalRate: 10, completionRatio: 0.9, saturated: true }
}

const fired = (id: string, deviation: Deviation, options: Case[3]) =>
  audit(soundRun(deviation), fixtureScenario(options)).some((finding) => finding.id === id)

describe('audit rules', () => {
  for (const [id, what, deviation, options, fires] of CASES) {
    test(`${id} ${fires ? 'fires' : 'is quiet'}: ${what}`, () => {
      assert.equal(fired(id, deviation, options), fires)
    })
  }

  test('aud.thresholds: the rules that one run can break fire where the table says', () => {
    const { expected } = vector('aud.thresholds')
    let tried = 0
    for (const [id, input, fires] of expected.rows) {
      const got = thresholdCase(id, input)
      if (got === undefined) continue
      tried++
      assert.equal(got, fires, `${id} ${JSON.stringify(input)}`)
    }
    assert.equal(tried, 12)
  })

  test('a sound run gives no finding', () => {
    assert.deepEqual(audit(soundRun(), fixtureScenario({})), [])
  })

  test('every finding says what was seen and what to do about it', () => {
    for (const [, , deviation, options] of CASES) {
      for (const { message, fix } of audit(soundRun(deviation), fixtureScenario(options))) {
        assert.ok(message.length > 10 && fix.length > 10)
        assert.doesNotMatch(message + fix, /NaN|undefined|null/)
      }
    }
  })

  test('every rule of the table has a case in which it fires', () => {
    const covered = new Set([...CASES.filter(([, , , , fires]) => fires).map(([id]) => id), ...BY_VECTOR])
    assert.deepEqual(
      Object.keys(AUDITS).filter((id) => !covered.has(id as keyof typeof AUDITS)),
      [],
    )
  })

  test('the gravest finding comes first', () => {
    const found = audit(soundRun({ seal: null, windowSeconds: 1, measured: { http_4xx: 1 } }), fixtureScenario({}))
    assert.deepEqual(
      found.map(({ severity }) => severity),
      ['invalid', 'error', 'warning'],
    )
  })

  test('a limit of LoadGen’s that ends server past its least length and count leaves the result valid', () => {
    const severityOf = (scenario: string, ok: number, windowSeconds: number) => {
      const ended = soundRun({
        ...because('max_query_count reached: 100'),
        measured: { ok, not_sent: 3 },
        windowSeconds,
      })
      return audit(ended, fixtureScenario({ load: mlperf(scenario) })).find(({ id }) => id === 'ended-early')?.severity
    }
    assert.equal(severityOf('server', 100, 600), 'warning')
    assert.equal(severityOf('server', 99, 600), 'invalid')
    assert.equal(severityOf('server', 100, 599), 'invalid')
    assert.equal(severityOf('multi-stream', 800, 600), 'invalid')
  })

  test('a few answers that came as one body do not make a proxy that buffers the rest a server that does not stream', () => {
    const fixOf = (plain: number, oneReadShare: number) => {
      const flags = [{ flag: 'not_streamed' as const, n: plain }]
      const run = soundRun({ books: { flags }, validity: { bunching: { ...SPREAD, oneReadShare } } })
      return audit(run, fixtureScenario({})).find(({ id }) => id === 'buffered-stream')?.fix ?? ''
    }
    assert.match(fixOf(1, 0.9), /in the proxy/)
    assert.match(fixOf(100_000, 0), /request.stream: false/)
  })

  test('a blocked bound cannot pass, but can fail', () => {
    const options = { slo: { request: [], run: [bound('ttft', 'p99')] } }
    const grows = { validity: { backlog: saturated() } }
    const passing = soundRun({ ...grows, figures: [figure('ttft', 'p99', 1e6)] })
    assert.equal(judge(passing, fixtureScenario(options)).checks[0].result, 'inconclusive')
    const failing = soundRun({ ...grows, figures: [figure('ttft', 'p99', 2e9)] })
    assert.equal(judge(failing, fixtureScenario(options)).checks[0].result, 'fail')
  })
})

describe('bounds on dollars and joules', () => {
  const joules = { ...bound('joules.per-token.output', 'value'), text: 'joules.per-token.output <= 5 J', limit: 5 }
  const judged = (deviation: Deviation) =>
    judge(soundRun(deviation), fixtureScenario({ slo: { request: [], run: [joules] } })).checks[0]

  test('are decided by a figure that a meter bears', () => {
    assert.equal(judged({ figures: [figure('joules.per-token.output', 'value', 4)] }).result, 'pass')
    assert.match(judged({ figures: [figure('joules.per-token.output', 'value', 6)] }).because, /is 6 J, bound <= 5 J/)
  })

  test('stay open without one, for the reason that forbids it', () => {
    const check = judged({ energy: { refused: 'frozen', because: 'the meter stood still' } })
    assert.equal(check.result, 'inconclusive')
    assert.match(check.because, /no joules.per-token.output: the meter stood still/)
    assert.match(judged({}).because, /no energy was asked for/)
  })
})

const BY_VECTOR: (keyof typeof AUDITS)[] = [
  'too-few-samples-for-percentile',
  'errors-hidden',
  'tail-blindness',
  'closed-loop-for-server-claim',
]

// biome-ignore lint/suspicious/noExplicitAny: each row of the vector has inputs of its own
function thresholdCase(id: string, input: any): boolean | undefined {
  switch (id) {
    case 'too-few-samples-for-percentile': {
      const stat = `p${input.p * 100}` as const
      const few = input.n < (input.p === 0.99 ? 662 : 6636)
      return fired(
        id,
        { figures: [figure('ttft', stat, 1e6, input.n, few ? true : undefined)] },
        run(bound('ttft', stat)),
      )
    }
    case 'generator-bottleneck':
      if (input.achieved_over_offered) return fired(id, { validity: { sentShare: input.achieved_over_offered } }, {})
      return fired(id, lag(input.lag_p99_ms), { slo: { request: [ttft(input.tightest_slo_ms)], run: [] } })
    case 'token-count-mismatch':
      return (
        countsDiffer(input.client, input.server) && fired(id, { validity: { tokens: { ...input, counted: 1 } } }, {})
      )
    case 'errors-hidden':
      return fired(id, { measured: { ok: 988, reset: 12 } }, run(bound('ttft.ok', 'p99')))
    case 'tail-blindness':
      return fired(id, {}, run(bound('ttft', 'mean')))
    case 'closed-loop-for-server-claim':
      return fired(id, {}, { load: closed, slo: { request: [ttft(500)], run: [] } })
    default:
      return undefined
  }
}
