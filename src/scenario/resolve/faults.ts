import { fromSeconds } from '../../base/nanos.ts'
import type { ReliabilitySettings } from '../../model/fault.ts'

/** docs/methodology.md §8 */
export const PLAIN_RELIABILITY: ReliabilitySettings = {
  tolerance: 0.05,
  hold: fromSeconds(30),
  stall: fromSeconds(2),
  objective: 0.999,
  nMinus1Goodput: null,
}
