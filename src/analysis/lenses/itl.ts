import { statistics } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Gaps between token events of ok requests, pooled. A read of several events is one gap and zeros. docs/methodology.md §1 */
export const itl: Lens = (slice) => {
  if (!slice.view.streamed) return []
  const { byEvent, byToken, sum } = slice.gaps
  const mean = (n: number) => ({ mean: sum / n, stddev: Number.NaN })
  return [
    ...statistics(slice, 'itl', byEvent, mean(byEvent.n)),
    ...statistics(slice, 'itl.token', byToken, mean(byToken.n)),
  ]
}
