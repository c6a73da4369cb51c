import { NS_PER_MS, nanos } from '../base/nanos.ts'
import type { Validity } from '../model/analysis.ts'
import { COUNT_SOURCES, OUTCOMES } from '../model/outcome.ts'
import type { RunEvent } from '../model/run-log.ts'
import { ordered, ppm, quantile, sortInPlace } from '../stats/quantile.ts'
import { bunching } from './bunching.ts'
import { findSaturation } from './saturation.ts'
import type { Slice } from './slice.ts'
import { isOk, outputTokens } from './timing.ts'
import type { Window } from './window.ts'

const NOT_SENT = OUTCOMES.indexOf('not_sent')
const USAGE = COUNT_SOURCES.indexOf('usage')
const CONTINUOUS_USAGE = COUNT_SOURCES.indexOf('continuous_usage')
/** Wall stamps are whole milliseconds; two of them may be off by this much without any drift. */
const WALL_GRAIN = 2 * NS_PER_MS

/** The facts the audit rules judge. docs/methodology.md §2, §7.4, §7.5 */
export function gatherValidity(slice: Slice, events: readonly RunEvent[]): Validity {
  const { requests, window } = slice.view
  const identity = slice.inFlight
  const lag = ordered(slice.values('lag').ok)
  const service = quantile(ordered(slice.values('latency.service').ok), ppm(0.99))
  const sent = slice.count((row) => requests.outcome[row] !== NOT_SENT)
  const at = (share: number) => nanos(lag.n === 0 ? 0 : quantile(lag, ppm(share)))
  return {
    lag: { n: lag.n, p50: at(0.5), p99: at(0.99), max: at(1) },
    ...generatorHealth(events, window),
    sentShare: slice.cohort.length === 0 ? 1 : sent / slice.cohort.length,
    peakInFlight: identity.peak,
    little: {
      l: identity.l,
      lambdaW: identity.lambdaW,
      relativeError: relative(identity.l, identity.lambdaW),
      edgeGap: relative(identity.naive, identity.l),
    },
    backlog: findSaturation(requests, window, Number.isNaN(service) ? 0 : service),
    clockDrift: clockDrift(events),
    tokens: tokenCounts(slice),
    bunching: bunching(slice),
    lengths: lengths(slice, slice.view.requests.output_asked, outputTokens(slice.view.requests)),
    prompts: lengths(slice, slice.view.requests.input_asked, (row) => slice.view.requests.tokens_in[row]),
  }
}

const relative = (value: number, reference: number): number =>
  value === reference ? 0 : Math.abs(value - reference) / Math.abs(reference)

/** A p99 over the run cannot be had from p99s over intervals; their median is what a steady run's would be. */
function generatorHealth(events: readonly RunEvent[], window: Window) {
  const delays = new Map<number, number[]>()
  const loads = new Map<number, number[]>()
  for (const event of events) {
    if (event.kind !== 'generator' || event.at < window.from || event.at > window.to) continue
    delays.set(event.worker, [...(delays.get(event.worker) ?? []), event.loopDelayP99])
    loads.set(event.worker, [...(loads.get(event.worker) ?? []), event.cpu])
  }
  const worstMedian = (byWorker: Map<number, number[]>) => Math.max(0, ...[...byWorker.values()].map(median))
  return {
    loopDelayP99: nanos(worstMedian(delays)),
    cpuMax: Math.max(0, ...[...loads.values()].flat()),
    cpuMedian: worstMedian(loads),
  }
}

const median = (values: readonly number[]): number =>
  quantile(ordered(sortInPlace(Float64Array.from(values))), ppm(0.5))

/** Largest relative difference between wall and monotonic clock, over the run and between readings. §11's limits */
function clockDrift(events: readonly RunEvent[]): number {
  const pairs = events.filter((event) => event.kind === 'clock')
  const drift = (a: (typeof pairs)[number], b: (typeof pairs)[number]) => {
    const elapsed = b.at - a.at
    const off = Math.abs((b.wall - a.wall) * NS_PER_MS - elapsed)
    return elapsed <= 0 ? 0 : Math.max(0, off - WALL_GRAIN) / elapsed
  }
  const steps = pairs.slice(1).map((pair, i) => drift(pairs[i], pair))
  const whole = pairs.length < 2 ? 0 : drift(pairs[0], pairs[pairs.length - 1])
  return Math.max(whole, ...steps)
}

function tokenCounts(slice: Slice): Validity['tokens'] {
  const { requests } = slice.view
  const { counted_by, tokens_seen, tokens_out } = requests
  let [client, server, counted] = [0, 0, 0]
  for (const row of slice.cohort) {
    const byServer = counted_by[row] === USAGE || counted_by[row] === CONTINUOUS_USAGE
    // An answer that comes whole shows no tokens on the wire: there is no count to compare with.
    if (!byServer || tokens_seen[row] <= 0 || !isOk(requests, row)) continue
    counted++
    client += tokens_seen[row]
    server += tokens_out[row]
  }
  return { client, server, counted }
}

function lengths(slice: Slice, wanted: ArrayLike<number>, tokensOf: (row: number) => number): Validity['lengths'] {
  let [asked, got, counted] = [0, 0, 0]
  for (const row of slice.cohort) {
    const tokens = tokensOf(row)
    if (!isOk(slice.view.requests, row) || wanted[row] < 0 || tokens < 0) continue
    counted++
    asked += wanted[row]
    got += tokens
  }
  return { asked, got, counted }
}
