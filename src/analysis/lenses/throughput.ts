import { single } from '../figures.ts'
import { isOk } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Offered rate by due time and completed rate by end, whatever request they belong to. docs/methodology.md §1 */
export const throughput: Lens = (slice) => {
  const { requests, window } = slice.view
  let completed = 0
  for (const row of slice.everything) {
    const done = requests.done[row]
    if (isOk(requests, row) && done >= window.from && done < window.to) completed++
  }
  return [
    single(slice, 'offered', slice.cohort.length / slice.seconds, slice.cohort.length),
    single(slice, 'throughput', completed / slice.seconds, completed),
  ]
}
