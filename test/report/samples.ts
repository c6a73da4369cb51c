import { fromSeconds, nanos } from '../../src/base/nanos.ts'
import type { Figure } from '../../src/model/figure.ts'
import { priced } from './economy-sample.ts'
import { withKill } from './killed.ts'
import { curve, figure, ms, passing, percentiles, type Sample } from './sample.ts'
import { target } from './sample-manifest.ts'

/** Everything a hostile server could put into a message. */
export const HOSTILE =
  '<script>alert("x")</script> \'"`& </style></svg> \u001b[31mred\u001b[0m \u202egnp.exe | [x](javascript:alert(1)) \u0000\r\n# head \ud800'

/** Three replicas, one killed: failures reach into the percentiles, bounds break. */
export function failing(): Sample {
  const { analysis, verdict } = passing()
  const all = 11_988
  const attainment = figure('attainment', 'value', 0.9347, all)
  const failed = figure('failed', 'value', 0.0384, all)
  const ttft = percentiles('ttft', [ms(131.4), ms(241.8), Infinity, Infinity], all)
  const replaced: readonly Figure[] = [
    attainment,
    failed,
    figure('throughput', 'value', 19.21, 11_528),
    figure('goodput', 'value', 18.67, all),
    figure('availability', 'value', 0.9616, all),
    ...ttft,
    ...percentiles('latency', [3.92e9, 6.2e9, Infinity, Infinity], all),
    ...percentiles('tpot', [ms(19.42), ms(25.9), Infinity, Infinity], all),
  ]
  const kept = analysis.figures
    .filter(({ metric, stat }) => !replaced.some((other) => other.metric === metric && other.stat === stat))
    .map((one) => (one.n === 11_976 ? { ...one, n: 11_528 } : one))
  const replicas = ['a', 'b', 'c'].flatMap((replica, i) => {
    const at = (one: Figure): Figure => ({ ...one, over: { ...one.over, replica } })
    return [
      figure('throughput', 'value', i === 2 ? 3.1 : 8.2 + i / 10, 4000),
      figure('goodput', 'value', i === 2 ? 2.9 : 8.1, 4000),
      figure('attainment', 'value', i === 2 ? 0.81 : 0.996, 4000),
      figure('failed', 'value', i === 2 ? 0.115 : 0.0002, 4000),
      ...percentiles('ttft', [ms(128), ms(230), i === 2 ? Infinity : ms(402)], 4000),
      ...percentiles('latency', [3.8e9, 5.9e9, i === 2 ? Infinity : 7.6e9], 4000),
    ].map(at)
  })
  const outcomes = { ok: 11_528, connect: 310, stream_error: 96, truncated: 42, hung: 12 }
  const { timeline } = analysis
  for (let i = 60; i < 72; i++) {
    timeline.failed[i] = i < 64 ? 6.8 : 2
    timeline.good[i] = i < 64 ? 9 : 15
    timeline.completed[i] = i < 64 ? 12.5 : 17
    timeline.ttftP99[i] = ms(i < 66 ? 1400 : 900)
    timeline.latencyP99[i] = ms(i < 66 ? 14_000 : 9800)
    timeline.ttftP50[i] *= 1.7
    timeline.inFlight[i] += 34
  }
  return {
    analysis: {
      ...analysis,
      manifest: {
        ...analysis.manifest,
        scenario: {
          ...analysis.manifest.scenario,
          name: 'three replicas, <b>one</b> killed',
          targets: [target('a', 8001), target('b', 8002), target('c', 8003)],
        },
        targets: ['a', 'b', 'c'].map((name) => ({
          name,
          server: name === 'b' ? '<img src=x onerror=alert(1)>' : 'vllm',
          version: '0.11.0',
          model: 'llama-3.1-8b',
          maxModelLen: 8192,
        })),
      },
      books: {
        planned: 12_188,
        outcomes: { ...outcomes, ok: 11_728 },
        unrecorded: 0,
        measured: { planned: 11_988, outcomes, good: 11_205 },
        causes: [
          {
            outcome: 'connect',
            reason: 'refused',
            replica: 'c',
            n: 310,
            example: 'connect ECONNREFUSED 127.0.0.1:8003',
          },
          { outcome: 'stream_error', reason: 'error_event', replica: 'c', n: 96, example: HOSTILE },
          { outcome: 'truncated', reason: 'fin_mid_stream', replica: 'c', n: 42, example: null },
          { outcome: 'hung', reason: 'gap_timer', replica: 'c', n: 12, example: '' },
        ],
        flags: [{ flag: 'stale_connection', n: 4 }],
      },
      figures: [...kept, ...replaced, ...replicas],
      curves: [
        curve('ttft', 'all', all, 131, 2.8, 0.0384),
        curve('ttft', 'ok', 11_528, 131, 2.8, 0),
        curve('latency', 'all', all, 3920, 1.6, 0.0384),
        curve('latency', 'ok', 11_528, 3910, 1.6, 0),
      ],
      events: [
        ...analysis.events,
        { at: fromSeconds(312), kind: 'target', replica: 'c', state: 'unready', because: 'connect ECONNREFUSED' },
        { at: fromSeconds(368), kind: 'target', replica: 'c', state: 'ready', because: '/health answered 200' },
      ],
    },
    verdict: {
      result: 'fail',
      checks: verdict.checks.map((check) => {
        const { metric, stat } = check.slo
        const measured = [attainment, failed, ...ttft].find((one) => one.metric === metric && one.stat === stat)
        const because = `${metric === 'ttft' ? 'p99(ttft)' : metric} is out of bounds`
        return { ...check, ...(measured && { figure: measured }), result: 'fail' as const, because }
      }),
      findings: [
        {
          id: 'broken-replica',
          severity: 'warning',
          message: '98% of all failures came from replica c',
          fix: 'look at its log around 312 s, or take it out of the target list',
        },
      ],
    },
  }
}

/** A generator that could not keep its own schedule. */
export function invalid(): Sample {
  const { analysis, verdict } = passing()
  const lag = { ...analysis.validity.lag, p99: nanos(48_000_000), max: nanos(212_000_000) }
  return {
    analysis: { ...analysis, validity: { ...analysis.validity, lag, cpuMax: 0.998 } },
    verdict: {
      ...verdict,
      result: 'invalid',
      findings: [
        {
          id: 'generator-bottleneck',
          severity: 'invalid',
          message: 'p99 of the schedule lag is 48 ms, more than the 10 ms that can be tolerated',
          fix: 'run with --workers auto, or from a host with more cores',
        },
      ],
    },
  }
}

/** A log that was never sealed: some planned samples have no row. */
export function interrupted(): Sample {
  const { analysis, verdict } = passing()
  return {
    analysis: { ...analysis, seal: null, books: { ...analysis.books, planned: 12_240, unrecorded: 52 } },
    verdict,
  }
}

/** Forty requests: no tail percentile can be had from them. */
export function insufficient(): Sample {
  const { analysis, verdict } = passing()
  const few = ({ stat }: Figure) => stat === 'p99' || stat === 'p99.9'
  const figures = analysis.figures.map((one) => ({ ...one, n: 40, ...(few(one) && { insufficient: true as const }) }))
  const outcomes = { ok: 40 }
  return {
    analysis: {
      ...analysis,
      figures,
      books: {
        planned: 40,
        outcomes,
        unrecorded: 0,
        measured: { planned: 40, outcomes, good: 39 },
        causes: [],
        flags: [],
      },
    },
    verdict: {
      result: 'inconclusive',
      checks: verdict.checks.map((check) => {
        const measured = figures.find(({ metric, stat }) => metric === check.slo.metric && stat === check.slo.stat)
        const tail = check.slo.stat === 'p99'
        const because = tail ? 'p99(ttft) of 40 values needs 459' : 'holds'
        return { ...check, ...(measured && { figure: measured }), result: tail ? 'inconclusive' : 'pass', because }
      }),
      findings: [],
    },
  }
}

/** A run that measured nothing, and set no bound. */
export function empty(): Sample {
  const { analysis } = passing()
  const none = new Float64Array(0)
  const { timeline, validity } = analysis
  return {
    analysis: {
      ...analysis,
      books: {
        planned: 0,
        outcomes: {},
        unrecorded: 0,
        measured: { planned: 0, outcomes: {}, good: 0 },
        causes: [],
        flags: [],
      },
      figures: [],
      curves: [],
      distributions: [],
      events: [],
      timeline: {
        ...timeline,
        bins: 0,
        offered: none,
        completed: none,
        good: none,
        failed: none,
        inFlight: none,
        tokens: none,
        ttftP50: none,
        ttftP99: none,
        latencyP50: none,
        latencyP99: none,
      },
      validity: { ...validity, lag: { n: 0, p50: nanos(Number.NaN), p99: nanos(Number.NaN), max: nanos(Number.NaN) } },
    },
    verdict: { result: 'inconclusive', checks: [], findings: [] },
  }
}

/** The failing run once more, with the fault that made it fail. */
export const killed = (): Sample => withKill(failing())

export const SAMPLES = { passing, failing, killed, priced, invalid, interrupted, insufficient, empty }
