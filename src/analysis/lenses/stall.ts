import { allFigures, okFigures } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Largest gap of a request, which sees a failover in mid-stream. docs/methodology.md §1 */
export const stall: Lens = (slice) => {
  if (!slice.view.streamed || slice.values('stall').ok.length === 0) return []
  return [...allFigures(slice, 'stall', 'stall'), ...okFigures(slice, 'stall.ok', 'stall')]
}
