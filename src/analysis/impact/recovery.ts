import { atLeast, atMost } from '../../stats/slack.ts'
import { meanOf } from './bins.ts'

/** Where goodput is taken to be back: at least so much, with at most this share failed, for so many bins. */
export interface Band {
  goodput: number
  failed: number
  hold: number
}

/**
 * The first bin from which on goodput and failed share lie within the band on average for as long as they must. Where the
 * run ends before: the first bin from which on they do as far as was seen, and `held` is false. docs/methodology.md §8
 */
export function recoveryBin(
  good: Float64Array,
  failed: Float64Array,
  { goodput, failed: allowed, hold }: Band,
): { bin: number; held: boolean } {
  for (let bin = 0; bin < good.length; bin++) {
    const end = Math.min(good.length, bin + hold)
    const failures = meanOf(failed, bin, end)
    const few = Number.isNaN(failures) || atMost(failures, allowed)
    if (few && atLeast(meanOf(good, bin, end), goodput)) return { bin, held: bin + hold <= good.length }
  }
  return { bin: good.length, held: false }
}
