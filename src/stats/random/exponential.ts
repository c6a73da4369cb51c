import { canonical } from './canonical.ts'
import type { Mt19937 } from './mt19937.ts'
import { uniform } from './uniform.ts'

/** Exponential with mean 1. */
export function exponential(random: Mt19937): number {
  return -Math.log(1 - uniform(random))
}

/**
 * LoadGen's gap between two Server queries in whole ns, truncated; the order of the operations decides the last bit
 * (docs/mlperf.md §2.4).
 * @param rate per second
 */
export function loadgenGap(random: Mt19937, rate: number): number {
  return Math.trunc((-Math.log(1 - canonical(random)) / rate) * 1e9)
}
