import type { Ordered, Sorted } from './quantile.ts'
import { sortInPlace } from './quantile.ts'

const FIRST_RUN = 1024
const LARGEST_RUN = 1 << 18

/**
 * Gathers values one at a time in runs that are sorted each by itself, so that tens of millions cost their own eight
 * bytes, no copying on growth, and no sort of the whole.
 */
export class Pool {
  readonly #full: Float64Array[] = []
  #run = new Float64Array(FIRST_RUN)
  #used = 0

  add(value: number): void {
    if (this.#used === this.#run.length) this.#grow()
    this.#run[this.#used++] = value
  }

  /** Sorts what was gathered; the pool must not be added to afterwards. */
  runs(): Sorted[] {
    return [...this.#full, this.#run.subarray(0, this.#used)].map(sortInPlace)
  }

  #grow(): void {
    this.#full.push(this.#run)
    this.#run = new Float64Array(Math.min(this.#run.length * 2, LARGEST_RUN))
    this.#used = 0
  }
}

/** A sorted run whose every value stands for `weight` equal values of `value / divisor`. */
export interface WeightedRun {
  values: Sorted
  weight: number
  divisor: number
}

/**
 * The union of sorted runs and of `zeros` values 0, in order, without merging them: the k-th smallest is found by
 * bisection over the value. Exact, because the bisection ends on a value that is there.
 */
export function union(runs: readonly WeightedRun[], zeros = 0): Ordered {
  const filled = runs.filter((run) => run.values.length > 0)
  const n = filled.reduce((sum, run) => sum + run.values.length * run.weight, zeros)
  return { n, at: (index) => (index < zeros ? 0 : kth(filled, index - zeros)) }
}

/** Number of values at or below `limit`. */
export function countAtMost(runs: readonly WeightedRun[], limit: number): number {
  return runs.reduce((sum, run) => sum + atMost(run, limit) * run.weight, 0)
}

function kth(runs: readonly WeightedRun[], index: number): number {
  let low = Number.NEGATIVE_INFINITY
  let high = Number.NEGATIVE_INFINITY
  for (const { values, divisor } of runs) high = Math.max(high, values[values.length - 1] / divisor)
  // Invariant: at most `index` values lie at or below `low`, more than `index` at or below `high`, and both are values.
  for (;;) {
    const pivot = middleValue(runs, low, high)
    if (pivot === undefined) return high
    if (countAtMost(runs, pivot) > index) high = pivot
    else low = pivot
  }
}

/** A value strictly between two others: the median of the run that has most values there. */
function middleValue(runs: readonly WeightedRun[], low: number, high: number): number | undefined {
  let most = 0
  let pivot: number | undefined
  for (const run of runs) {
    const from = atMost(run, low)
    const to = below(run, high)
    if (to - from <= most) continue
    most = to - from
    pivot = run.values[from + (most >> 1)] / run.divisor
  }
  return pivot
}

const atMost = (run: WeightedRun, limit: number): number => firstIndex(run, (value) => value > limit)
const below = (run: WeightedRun, limit: number): number => firstIndex(run, (value) => value >= limit)

function firstIndex({ values, divisor }: WeightedRun, beyond: (value: number) => boolean): number {
  let from = 0
  let to = values.length
  while (from < to) {
    const middle = (from + to) >>> 1
    if (beyond(values[middle] / divisor)) to = middle
    else from = middle + 1
  }
  return from
}
