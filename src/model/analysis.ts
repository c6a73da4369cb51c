import type { Nanos } from '../base/nanos.ts'
import type { Figure } from './figure.ts'
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
  events: readonly RunEvent[]
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

/** One value per bin and column; `bin` wide, from `from` on. NaN where a bin has no value. Rates are per second. */
export interface Timeline {
  from: Nanos
  bin: Nanos
  bins: number
  offered: Float64Array
  completed: Float64Array
  good: Float64Array
  failed: Float64Array
  inFlight: Float64Array
  tokens: Float64Array
  ttftP50: Float64Array
  ttftP99: Float64Array
  latencyP50: Float64Array
  latencyP99: Float64Array
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

/** What the audit rules look at to decide whether the run can be believed. */
export interface Validity {
  lag: { n: number; p50: Nanos; p99: Nanos; max: Nanos }
  loopDelayP99: Nanos
  /** Largest CPU share of one core by a generator thread over any interval. */
  cpuMax: number
  sentShare: number
  /** Mean requests in flight over the window, and the identity it must equal. */
  little: { l: number; lambdaW: number; relativeError: number; edgeGap: number }
  backlog: { slope: number; t: number; arrivalRate: number; completionRatio: number; saturated: boolean }
  /** Wall against monotonic clock over the run, relative. */
  clockDrift: number
  tokens: { client: number; server: number; counted: number }
}
