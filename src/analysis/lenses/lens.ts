import type { Figure } from '../../model/figure.ts'
import type { Slice } from '../slice.ts'

/** One way of looking at a slice of a run: the figures of one metric family. Emits nothing it has no values for. */
export type Lens = (slice: Slice) => Figure[]
