import type { Histogram } from '../../stats/histogram.ts'
import { nearestRank, ppm } from '../../stats/quantile.ts'
import type { Spread } from './live-state.ts'

const P50 = ppm(0.5)
const P99 = ppm(0.99)

/** Median and p99 in one pass over the cells: this runs at every frame. docs/methodology.md §5 */
export function spreadOf(histogram: Histogram): Spread {
  const n = histogram.n + histogram.overflow
  if (n === 0) return { n, p50: Number.NaN, p99: Number.NaN }
  const [median, high] = [nearestRank(n, P50), nearestRank(n, P99)]
  let below = 0
  let p50 = Number.POSITIVE_INFINITY
  for (const cell of histogram.cells()) {
    below += cell.count
    if (below >= median && p50 === Number.POSITIVE_INFINITY) p50 = cell.high
    if (below >= high) return { n, p50, p99: cell.high }
  }
  return { n, p50, p99: Number.POSITIVE_INFINITY }
}
