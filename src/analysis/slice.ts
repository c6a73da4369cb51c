import { NS_PER_S } from '../base/nanos.ts'
import type { RequestColumns } from '../model/columns.ts'
import type { Over } from '../model/figure.ts'
import type { RunManifest } from '../model/run-log.ts'
import { moments } from '../stats/moments.ts'
import { type Ordered, ordered, type Ppm, type Sorted, sortInPlace } from '../stats/quantile.ts'
import type { Gaps } from './gap-store.ts'
import { type Little, little } from './little.ts'
import { isOk, TIMINGS, type TimingName } from './timing.ts'
import type { TokenFlow } from './token-pass.ts'
import type { Window } from './window.ts'

/** What every lens reads, computed once for the run. */
export interface View {
  manifest: RunManifest
  requests: RequestColumns
  window: Window
  /** Rows that an interruption never came to. */
  cutOff: (row: number) => boolean
  /** Answers come token by token; else ttft, tpot, itl and stall do not exist. */
  streamed: boolean
  good: Uint8Array
  /** Good by the from-send view. */
  goodService: Uint8Array
  flow: TokenFlow
  /** Percentiles to report, as parts per million. */
  percentiles: readonly Ppm[]
}

/** Values of ok requests in order, and how many requests failed instead of having one. */
export interface Values {
  ok: Sorted
  failures: number
  mean: number
  stddev: number
}

/** The measured cohort, or the part of it that went to one replica or belongs to one stream. */
export class Slice {
  readonly view: View
  readonly over: Over
  /** Rows of the measured cohort, and rows of any phase, for what counts by when it happened. */
  readonly cohort: Int32Array
  readonly everything: Int32Array
  readonly gaps: Gaps
  #inFlight: Little | null = null
  readonly #values = new Map<TimingName, Values>()

  constructor(view: View, over: Over, cohort: Int32Array, everything: Int32Array, gaps: Gaps) {
    this.view = view
    this.over = over
    this.cohort = cohort
    this.everything = everything
    this.gaps = gaps
  }

  get seconds(): number {
    return (this.view.window.to - this.view.window.from) / NS_PER_S
  }

  /** Whether it is all of the run. */
  get whole(): boolean {
    return this.over.stream === undefined && this.over.replica === undefined
  }

  /** A duration or count over ok requests of the cohort; `lag` over every request that was sent. */
  values(name: TimingName): Values {
    const known = this.#values.get(name)
    if (known !== undefined) return known
    const values = this.#gather(name)
    this.#values.set(name, values)
    return values
  }

  /** The same with failures at +Infinity. */
  all(name: TimingName): Ordered {
    const { ok, failures } = this.values(name)
    return ordered(ok, failures)
  }

  /** Requests in flight over the window, of any phase. */
  get inFlight(): Little {
    const { requests, window } = this.view
    this.#inFlight ??= little(requests.sent, requests.done, this.everything, window)
    return this.#inFlight
  }

  count(holds: (row: number) => boolean): number {
    let n = 0
    for (let i = 0; i < this.cohort.length; i++) if (holds(this.cohort[i])) n++
    return n
  }

  #gather(name: TimingName): Values {
    const { requests } = this.view
    const value = TIMINGS[name](requests)
    const needsOk = name !== 'lag'
    const values = new Float64Array(this.cohort.length)
    let n = 0
    let failures = 0
    for (let i = 0; i < this.cohort.length; i++) {
      const row = this.cohort[i]
      if (needsOk && !isOk(requests, row)) {
        failures++
        continue
      }
      values[n] = value(row)
      if (!Number.isNaN(values[n])) n++
    }
    const ok = sortInPlace(values.slice(0, n))
    const { mean, stddev } = moments(ok)
    return { ok, failures, mean, stddev }
  }
}
