import type { Nanos } from '../../base/nanos.ts'
import type { Outcome } from '../../model/outcome.ts'

/** `preparing` until the run's zero; `draining` once every generator has issued its last. */
export type Stage = 'preparing' | 'warm-up' | 'measuring' | 'tail' | 'draining' | 'ended'

/** How far the load has come. `share` and `left` are NaN where nobody can know. */
export interface Progress {
  by: 'time' | 'requests' | 'nothing'
  share: number
  /** Nanoseconds. */
  left: number
  /** Nanoseconds, or requests, by `by`. */
  total: number
}

/** Percentiles of what has been measured so far, failures at +Infinity where the metric counts them. NaN when empty. */
export interface Spread {
  n: number
  p50: number
  p99: number
}

/** The worst of the generator threads, each by its last report. */
export interface GeneratorState {
  lagP99: Nanos
  loopDelayP99: Nanos
  cpu: number
}

/** One replica, as long as it is there. */
export interface ReplicaState {
  name: string
  /** `out`: it gets no requests. `faulted`: a fault of the scenario is going on. */
  state: 'in' | 'out' | 'faulted'
  /** Now; NaN behind a gateway, where nobody knows. */
  inFlight: number
  /** Of what was sent to all of them over the last seconds; NaN when that is nothing. */
  share: number
  failed: number
  /** Good requests per second. */
  good: number
  /** For the first token, or the whole answer where answers are not streamed. */
  wait: Spread
}

/** All that is drawn, at one instant. Counts are of requests of any phase since the run's zero; rates are per second. */
export interface LiveState {
  name: string
  stage: Stage
  /** On the run's clock. */
  elapsed: Nanos
  progress: Progress
  issued: number
  inFlight: number
  done: number
  ok: number
  /** Most frequent first. */
  failures: readonly { outcome: Outcome; n: number }[]
  rates: { offered: number; achieved: number; good: number; tokens: number }
  /** null where answers are not streamed. */
  ttft: Spread | null
  itl: Spread | null
  latency: Spread
  generator: GeneratorState | null
  /** Empty where there is only one. */
  replicas: readonly ReplicaState[]
  /** Later than this at p99 and the run will be invalid, ns. */
  lagLimit: number
}
