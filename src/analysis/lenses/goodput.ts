import { NS_PER_S } from '../../base/nanos.ts'
import { single } from '../figures.ts'
import { makespan } from '../makespan.ts'
import { outputTokens } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Good requests per second and their share of all that were due. docs/methodology.md §1 */
export const goodput: Lens = (slice) => {
  const { requests, good, goodService } = slice.view
  const offered = slice.cohort.length
  if (offered === 0) return []
  const n = slice.count((row) => good[row] === 1)
  const fromSend = slice.count((row) => goodService[row] === 1)
  const output = outputTokens(requests)
  let tokens = 0
  for (const row of slice.cohort) if (good[row] === 1) tokens += Math.max(0, output(row))
  const figures = [
    single(slice, 'goodput', n / slice.seconds, n),
    single(slice, 'goodput.service', fromSend / slice.seconds, fromSend),
    single(slice, 'goodput.tokens', tokens / slice.seconds, tokens),
    single(slice, 'attainment', n / offered, offered),
  ]
  const length = makespan(requests, slice.cohort) / NS_PER_S
  if (slice.whole && length > 0) figures.push(single(slice, 'goodput.makespan', fromSend / length, fromSend))
  return figures
}
