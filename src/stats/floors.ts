import type { Ppm } from './quantile.ts'

/**
 * Fewest values from which a percentile is a number rather than a guess: MLPerf's early-stopping minimum, the least n
 * at which a run with one miss can still pass at confidence `confidence`. Least n with qⁿ + n·qⁿ⁻¹·(1−q) < 1 − c.
 * docs/methodology.md §4.2
 */
export function mlperfFloor(q: Ppm, confidence = 0.99): number {
  const share = q / 1e6
  return leastCount((n) => share ** n + n * share ** (n - 1) * (1 - share) < 1 - confidence)
}

/** Least n whose maximum bounds the quantile from above with the given confidence (Wilks). docs/methodology.md §4.2 */
export function wilksFloor(q: Ppm, confidence = 0.95): number {
  const share = q / 1e6
  return leastCount((n) => share ** n <= 1 - confidence)
}

/** Least n at which a two-sided interval of the quantile has a finite upper end. docs/methodology.md §4.2 */
export function twoSidedFloor(q: Ppm, confidence = 0.95): number {
  const share = q / 1e6
  return leastCount((n) => share ** n <= (1 - confidence) / 2)
}

/** Doubles until the condition holds, then bisects; conditions here stay true once true. */
function leastCount(holds: (n: number) => boolean): number {
  let high = 1
  while (!holds(high)) {
    high *= 2
    if (high > 2 ** 40) return Number.POSITIVE_INFINITY
  }
  let low = Math.floor(high / 2)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle
  }
  return high
}
