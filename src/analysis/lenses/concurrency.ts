import { single } from '../figures.ts'
import { little } from '../little.ts'
import type { Lens } from './lens.ts'

/** Requests in flight, averaged over the window. docs/methodology.md §7.5 */
export const concurrency: Lens = (slice) => {
  const { requests, window } = slice.view
  const { l, n, peak } = little(requests.sent, requests.done, slice.everything, window)
  return [single(slice, 'concurrency', l, n), { ...single(slice, 'concurrency', peak, n), stat: 'max' }]
}
