import { NS_PER_S } from '../../base/nanos.ts'
import { ordered, ppm, quantile, quantileLinear } from '../../stats/quantile.ts'
import { single } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Tokens per second as one user sees them, in three forms. docs/methodology.md §1 */
export const interactivity: Lens = (slice) => {
  const tpot = ordered(slice.values('tpot').ok)
  const perToken = ordered(slice.values('latency.perToken').ok)
  if (!slice.view.streamed || tpot.n === 0) return []
  const paces = [
    single(slice, 'interactivity', NS_PER_S / quantile(tpot, ppm(0.5)), tpot.n),
    single(slice, 'interactivity.p90', NS_PER_S / quantile(tpot, ppm(0.9)), tpot.n),
    single(slice, 'interactivity.e2e', NS_PER_S / quantileLinear(perToken, ppm(0.5)), perToken.n),
  ]
  // Answers that came whole took no time per token: that is no pace.
  return paces.filter(({ value }) => Number.isFinite(value))
}
