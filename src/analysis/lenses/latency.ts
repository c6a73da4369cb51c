import { allFigures, okFigures, peerFigures } from '../figures.ts'
import type { Lens } from './lens.ts'

/** End-to-end latency, from due and from the send. docs/methodology.md §1 */
export const latency: Lens = (slice) => [
  ...allFigures(slice, 'latency', 'latency'),
  ...okFigures(slice, 'latency.ok', 'latency'),
  ...okFigures(slice, 'latency.service', 'latency.service'),
  ...peerFigures(slice, 'latency', ['latency.ok', 'latency.service'], ['latency', 'latency.service']),
]
