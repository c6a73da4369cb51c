import type { Figure } from '../../model/figure.ts'
import { moments } from '../../stats/moments.ts'
import { ordered, sortInPlace } from '../../stats/quantile.ts'
import { statistics } from '../figures.ts'
import { isOk, TIMINGS } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Latency of queries of several samples: that of the sample that ends last, +∞ when one failed. docs/methodology.md §1 */
export const queryLatency: Lens = (slice): Figure[] => {
  const { requests, manifest } = slice.view
  if (!slice.whole || manifest.plan.samplesPerQuery < 2) return []
  const latencyOf = TIMINGS.latency(requests)
  const latest = new Map<number, number>()
  for (const row of slice.cohort) {
    const latency = isOk(requests, row) ? latencyOf(row) : Number.POSITIVE_INFINITY
    const query = requests.query[row]
    latest.set(query, Math.max(latency, latest.get(query) ?? latency))
  }
  const values = sortInPlace(Float64Array.from(latest.values()))
  return statistics(slice, 'latency.query', ordered(values), moments(values))
}
