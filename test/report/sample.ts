import { fromMillis, fromSeconds, type Nanos, nanos } from '../../src/base/nanos.ts'
import type { Analysis, Curve, Distribution, Timeline } from '../../src/model/analysis.ts'
import type { WorkDone } from '../../src/model/economy.ts'
import type { Figure, Over } from '../../src/model/figure.ts'
import { METRICS, type MetricName } from '../../src/model/metric.ts'
import type { Stat } from '../../src/model/slo.ts'
import type { Verdict } from '../../src/model/verdict.ts'
import { sampleManifest } from './sample-manifest.ts'

export interface Sample {
  analysis: Analysis
  verdict: Verdict
}

export const WINDOW = { from: fromSeconds(10), to: fromSeconds(610) }
const OVER: Over = { phase: 'measure', ...WINDOW }
export const ms = (value: number): number => fromMillis(value)

/** A hand-written figure over the measured window. */
export function figure(metric: MetricName, stat: Stat, value: number, n: number, more: Partial<Figure> = {}): Figure {
  return { metric, stat, value, unit: METRICS[metric].unit, n, over: OVER, ...more }
}

/** p50, p90, p99 and p99.9 of a metric at once. */
export function percentiles(
  metric: MetricName,
  values: readonly number[],
  n: number,
  more?: Partial<Figure>,
): Figure[] {
  const stats: readonly Stat[] = ['p50', 'p90', 'p99', 'p99.9']
  return values.map((value, i) => figure(metric, stats[i], value, n, more))
}

/** A healthy run of 12 000 requests whose every bound holds. */
export function passing(): Sample {
  const [all, service] = [11_988, 11_976]
  const figures = [
    figure('offered', 'value', 19.98, all),
    figure('throughput', 'value', 19.94, service),
    figure('goodput', 'value', 19.9, all),
    figure('attainment', 'value', 0.99599, all, {
      interval: { low: 0.9946, high: 0.997, level: 0.95, method: 'wilson' },
    }),
    figure('availability', 'value', 0.99899, all),
    figure('failed', 'value', 0.00101, all),
    figure('tokens.output', 'value', 3987.4, service),
    figure('goodput.tokens', 'value', 3981.2, all),
    figure('concurrency', 'value', 78.31, all),
    ...percentiles('ttft', [ms(121.4), ms(214.8), ms(412.3), ms(1320)], all),
    ...percentiles('ttft.ok', [ms(121.3), ms(214.1), ms(398.2), ms(611)], service),
    ...percentiles('ttft.service', [ms(121.1), ms(213.9), ms(397.8), ms(610.2)], service),
    ...percentiles('tpot', [ms(18.42), ms(22.9), ms(31.7), ms(54)], all),
    ...percentiles('tpot.ok', [ms(18.41), ms(22.8), ms(30.9), ms(44.1)], service),
    ...percentiles('itl', [ms(17.9), ms(24.1), ms(46.2), ms(118.6)], 2_392_000),
    ...percentiles('latency', [3.81e9, 5.62e9, 7.4e9, 9.95e9], all),
    ...percentiles('latency.ok', [3.8e9, 5.61e9, 7.31e9, 8.02e9], service),
    ...percentiles('latency.service', [3.8e9, 5.61e9, 7.31e9, 8.02e9], service),
    figure('latency', 'p99', 7.4e9, all, { definition: 'mlperf' }),
  ]
  return {
    analysis: {
      manifest: sampleManifest(),
      seal: {
        ended: 'complete',
        exit: null,
        because: 'the plan ended',
        at: fromSeconds(621),
        window: WINDOW,
        planned: 12_188,
        outcomes: { ok: 12_176, stream_error: 8, truncated: 4 },
        tokenRows: 2_392_000,
        parts: [],
      },
      window: WINDOW,
      books: {
        planned: 12_188,
        outcomes: { ok: 12_176, stream_error: 8, truncated: 4 },
        unrecorded: 0,
        measured: { planned: 11_988, outcomes: { ok: 11_976, stream_error: 8, truncated: 4 }, good: 11_940 },
        causes: [
          { outcome: 'stream_error', reason: 'error_event', replica: 'default', n: 8, example: 'EngineDeadError' },
          { outcome: 'truncated', reason: 'fin_mid_stream', replica: 'default', n: 4, example: null },
        ],
        flags: [{ flag: 'missing_done', n: 3 }],
      },
      figures,
      timeline: timeline(120, fromSeconds(5)),
      curves: [
        curve('ttft', 'all', all, 121, 2.6, 0.00101),
        curve('ttft', 'ok', service, 121, 2.6, 0),
        curve('latency', 'all', all, 3810, 1.55, 0.00101),
        curve('latency', 'ok', service, 3800, 1.55, 0),
      ],
      distributions: [
        distribution('ttft', 121, 0.42),
        withZeros(distribution('itl', 18, 0.3), 812),
        distribution('tpot', 18.4, 0.2),
      ],
      validity: {
        lag: { n: 11_988, p50: nanos(38_200), p99: nanos(612_000), max: nanos(2_310_000) },
        loopDelayP99: nanos(1_130_000),
        cpuMax: 0.31,
        cpuMedian: 0.22,
        peakInFlight: 104,
        sentShare: 1,
        little: { l: 78.31, lambdaW: 78.31, relativeError: 1.2e-9, edgeGap: 0.0061 },
        backlog: { slope: 0.004, t: 0.6, arrivalRate: 19.98, completionRatio: 0.998, saturated: false },
        clockDrift: 2.1e-6,
        tokens: { client: 2_404_100, server: 2_404_100, counted: 11_976 },
        bunching: { waits: 1000, eventsPerRead: 1, delayedShare: 0, oneReadShare: 0 },
        lengths: { asked: 2_404_100, got: 2_404_100, counted: 11_976 },
        prompts: { asked: 6_131_712, got: 6_131_712, counted: 11_976 },
      },
      economy: { work: sampleWork(), cost: null, energy: null, carbon: null },
      attribution: null,
      impacts: [],
      events: [
        { at: fromSeconds(0), kind: 'phase', phase: 'warmup' },
        { at: fromSeconds(10), kind: 'phase', phase: 'measure' },
      ],
    },
    verdict: {
      result: 'pass',
      checks: [
        check('attainment >= 99%', 'attainment', 'value', '>=', 0.99, figures[3]),
        check('failed <= 0.2%', 'failed', 'value', '<=', 0.002, figures[5]),
        check('p99(ttft) <= 450ms', 'ttft', 'p99', '<=', ms(450), figures[11]),
      ],
      findings: [],
    },
  }
}

export function sampleWork(): WorkDone {
  const counted = (n: number, each: number) => ({ n, squares: n * each })
  return {
    output: counted(2_392_440, 213),
    total: counted(8_518_560, 742),
    good: counted(2_388_720, 213),
    requests: counted(11_964, 1),
    goodRequests: counted(11_931, 1),
  }
}

function check(
  text: string,
  metric: MetricName,
  stat: Stat,
  compare: '<=' | '>=',
  limit: number,
  measured: Figure | undefined,
): Verdict['checks'][number] {
  const because = `measured ${measured?.value}, bound ${limit}`
  return { slo: { text, metric, stat, compare, limit }, ...(measured && { figure: measured }), result: 'pass', because }
}

/** Gaps between tokens of one read. */
function withZeros({ metric, n, buckets }: Distribution, count: number): Distribution {
  return { metric, n: n + count, buckets: [{ from: 0, to: 1, count }, ...buckets] }
}

function timeline(bins: number, bin: Nanos): Timeline {
  const column = (value: (i: number) => number) => Float64Array.from({ length: bins }, (_, i) => value(i))
  const wave = (i: number, k: number) => Math.sin(i * 0.7 * k) * 0.6 + Math.sin(i * 0.23 + k) * 0.4
  const ttft = (i: number) => ms(122 + 14 * wave(i, 1.3))
  const latency = (i: number) => ms(3810 + 240 * wave(i, 0.8))
  return {
    from: WINDOW.from,
    bin,
    bins,
    offered: column((i) => 20 + 1.6 * wave(i, 1)),
    completed: column((i) => 19.9 + 1.4 * wave(i + 1, 1)),
    good: column((i) => 19.8 + 1.4 * wave(i + 1, 1)),
    failed: column((i) => (i % 40 === 7 ? 0.4 : 0)),
    inFlight: column((i) => 78 + 9 * wave(i, 0.5)),
    tokens: column((i) => 3987 + 210 * wave(i, 0.9)),
    ttftP50: column(ttft),
    ttftP99: column((i) => ttft(i) * (3 + 0.4 * wave(i, 2.1))),
    latencyP50: column(latency),
    latencyP99: column((i) => latency(i) * (1.85 + 0.12 * wave(i, 1.7))),
    replicas: [],
  }
}

/** A curve with a log-normal body; the rarest `failed` of all requests lie at +∞. */
export function curve(
  metric: MetricName,
  basis: 'all' | 'ok',
  n: number,
  medianMs: number,
  spread: number,
  failed: number,
): Curve {
  const shares = Array.from({ length: 41 }, (_, i) => 1 - 10 ** (-i / 10)).filter((q) => 1 - q >= 1 / n)
  const value = (q: number) => ms(medianMs * spread ** (-Math.log10(1 - q) * 0.42 - 0.12 + q * 0.4 - 0.2))
  return { metric, basis, n, points: shares.map((q) => ({ q, value: q > 1 - failed ? Infinity : value(q) })) }
}

export function distribution(metric: MetricName, medianMs: number, sigma: number): Distribution {
  const edges = Array.from({ length: 37 }, (_, i) => medianMs * 10 ** ((i - 16) / 16))
  const buckets = edges.slice(0, -1).map((from, i) => {
    const z = Math.log((from * 1.07) / medianMs) / sigma
    return {
      from: ms(from),
      to: ms(edges[i + 1]),
      count: Math.round(1400 * Math.exp((-z * z) / 2) + (z > 1 ? 30 / z : 0)),
    }
  })
  return { metric, n: buckets.reduce((sum, { count }) => sum + count, 0), buckets }
}
