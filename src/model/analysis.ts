import type { Nanos } from '../base/nanos.ts'
import type { Attribution } from './attribution.ts'
import type { Economy } from './economy.ts'
import type { Figure } from './figure.ts'
import type { Impact } from './impact.ts'
import type { MetricName } from './metric.ts'
import type { Outcome } from './outcome.ts'
import type { RunEvent, RunManifest, Seal } from './run-log.ts'

/** Everything one pass over one log yields. Pure data: what is judged, composed and rendered is all in here. */
export interface Analysis {
  manifest: RunManifest
  /** null: the log was never sealed, the run was interrupted. */
  seal: Seal | null
  window: { from: Nanos; to: Nanos }
  books: Books
  figures: Figure[]
  timeline: Timeline
  curves: Curve[]
  distributions: Distribution[]
  validity: Validity
  economy: Economy
  /** null: no server said anything of itself. */
  attribution: Attribution | null
  events: readonly RunEvent[]
  /** One per round of a fault that took place, in order. */
  impacts: readonly Impact[]
}

/** planned = sum over outcomes + unrecorded, always. */
export interface Books {
  planned: number
  outcomes: { readonly [outcome in Outcome]?: number }
  /** Planned samples without a row: the open part of an interrupted log. */
  unrecorded: number
  /** The measured cohort alone: what shares are over. */
  measured: { planned: number; outcomes: { readonly [outcome in Outcome]?: number }; good: number }
  /** Failures by cause, most frequent first. */
  causes: readonly { outcome: Outcome; reason: string; replica: string | null; n: number; example: string | null }[]
  flags: readonly { flag: string; n: number }[]
}

/**
 * One value per bin and column; `bin` wide, from `from` on, over the whole run. NaN where a bin has no value. Rates are
 * per second. Offered, good and failed belong to the bin a request was due in, completed (ok answers) and tokens to the
 * bin they came in; the percentiles are of ok requests due in the bin.
 */
export interface Timeline {
  from: Nanos
  bin: Nanos
  bins: number
  offered: Float64Array
  completed: Float64Array
  good: Float64Array
  failed: Float64Array
  /** Requests in flight, averaged over the bin. */
  inFlight: Float64Array
  tokens: Float64Array
  ttftP50: Float64Array
  ttftP99: Float64Array
  latencyP50: Float64Array
  latencyP99: Float64Array
  /** The same bins for each replica, by name; empty where there is only one. */
  replicas: readonly ReplicaStrip[]
}

/** One replica over time, in the bins of the timeline. */
export interface ReplicaStrip {
  replica: string
  offered: Float64Array
  good: Float64Array
  failed: Float64Array
  inFlight: Float64Array
}

/** Percentile curve of one metric: value at each share, +Infinity where failures reach. */
export interface Curve {
  metric: MetricName
  basis: 'all' | 'ok'
  n: number
  points: readonly { q: number; value: number }[]
}

/** Counts per logarithmic bucket, each [from, to) in the metric's unit. */
export interface Distribution {
  metric: MetricName
  n: number
  buckets: readonly { from: number; to: number; count: number }[]
}

/** What the audit rules look at to decide whether the run can be believed. Instants and waits are over the window. */
export interface Validity {
  lag: { n: number; p50: Nanos; p99: Nanos; max: Nanos }
  /** The worst generator thread's typical one: median over its intervals of their p99. 0 when never reported. */
  loopDelayP99: Nanos
  /** CPU share of one core by the busiest generator thread: the largest of any interval, and the median. */
  cpuMax: number
  cpuMedian: number
  /** Measured requests that were issued / all measured. */
  sentShare: number
  /** Most requests in flight at one instant. */
  peakInFlight: number
  /**
   * Mean requests in flight over the window, and the identity it must equal. `edgeGap`: how far arrival rate × mean
   * time in service is from it, which shows requests that reach over the window's edges.
   */
  little: { l: number; lambdaW: number; relativeError: number; edgeGap: number }
  /** `slope` in requests per second, `t` its t statistic, over the window after its first p99 of service time. */
  backlog: { slope: number; t: number; arrivalRate: number; completionRatio: number; saturated: boolean }
  /** Wall against monotonic clock over the run, relative. */
  clockDrift: number
  /** Output tokens of ok requests that have both counts, on the wire and by the server's usage; `counted` requests. */
  tokens: { client: number; server: number; counted: number }
  /**
   * Token events per network read of ok requests, the share of waits between reads that are about 200 ms, and of streams
   * of several events, where they are not few, the share that came in one read.
   */
  bunching: { waits: number; eventsPerRead: number; delayedShare: number; oneReadShare: number }
  /** Output tokens asked for and got, over ok requests that have both. */
  lengths: { asked: number; got: number; counted: number }
  /** Prompt tokens the dataset wanted and the server counted, over ok requests that have both. */
  prompts: { asked: number; got: number; counted: number }
}
