import { sortNumbers } from './radix-sort.ts'

/** Values in ascending order, +Infinity last, without NaN. */
export type Sorted = Float64Array & { readonly __order: 'ascending' }

/** Anything whose k-th smallest value can be asked for: a sorted array, an array with failures behind it, a pool. */
export interface Ordered {
  readonly n: number
  /** @param index 0 … n−1 */
  at(index: number): number
}

/** A quantile as integer parts per million: 0.999 is 999 000. Ranks are then exact (docs/methodology.md §0). */
export type Ppm = number & { readonly __unit: 'ppm' }

/** Rounds a share in [0, 1] to parts per million. */
export const ppm = (share: number): Ppm => Math.round(share * 1e6) as Ppm

/** Sorts in place. @throws RangeError when a value is NaN: a missing value must be dropped before, never ranked. */
export function sortInPlace(values: Float64Array): Sorted {
  sortNumbers(values)
  if (values.length > 0 && Number.isNaN(values[values.length - 1])) throw new RangeError('NaN has no rank')
  return values as Sorted
}

/** A sorted array followed by `infinite` failures at +Infinity. */
export function ordered(sorted: Sorted, infinite = 0): Ordered {
  const finite = sorted.length
  return { n: finite + infinite, at: (index) => (index < finite ? sorted[index] : Number.POSITIVE_INFINITY) }
}

/** 1-based rank of the smallest value with at least the share q of all values at or below it: ceil(n·q), at least 1. */
export function nearestRank(n: number, q: Ppm): number {
  const product = n * q
  const remainder = product % 1e6
  return Math.max(1, (product - remainder) / 1e6 + (remainder > 0 ? 1 : 0))
}

/** Nearest-rank quantile, the report's and every gate's. NaN only when there are no values. docs/methodology.md §5 */
export function quantile(values: Ordered, q: Ppm): number {
  return values.n === 0 ? Number.NaN : values.at(nearestRank(values.n, q) - 1)
}

/** MLPerf's definition, x[trunc(n·q)] counted from 0, with the product in double as LoadGen has it. docs/methodology.md §5 */
export function quantileMlperf(values: Ordered, q: number): number {
  return values.n === 0 ? Number.NaN : values.at(Math.min(values.n - 1, Math.trunc(values.n * q)))
}

/**
 * Linear interpolation between neighbors, NumPy's default (type 7). Between a finite and an infinite neighbor it is
 * +Infinity, never NaN. docs/methodology.md §5
 */
export function quantileLinear(values: Ordered, q: Ppm): number {
  if (values.n === 0) return Number.NaN
  const product = (values.n - 1) * q
  const fraction = (product % 1e6) / 1e6
  const below = Math.floor(product / 1e6)
  const low = values.at(below)
  if (fraction === 0 || low === Number.POSITIVE_INFINITY) return low
  const high = values.at(below + 1)
  return high === Number.POSITIVE_INFINITY ? high : low + (high - low) * fraction
}
