import { okFigures } from '../figures.ts'
import type { Lens } from './lens.ts'

/** Our own lateness, over every request that was sent. docs/methodology.md §2 */
export const lag: Lens = (slice) => okFigures(slice, 'lag', 'lag')
