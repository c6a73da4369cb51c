import { single } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Requests in flight, averaged over the window. docs/methodology.md §7.5 */
export const concurrency: Lens = (slice) => {
  const { l, n, peak } = slice.inFlight
  return [single(slice, 'concurrency', l, n), { ...single(slice, 'concurrency', peak, n), stat: 'max' }]
}
