import type { Mt19937 } from './mt19937.ts'

const LARGEST_BELOW_ONE = 1 - 2 ** -53

/**
 * libstdc++'s `generate_canonical<double, 53>`: 64 bits of two draws, the first the low half, rounded once to a double
 * in [0, 1) (docs/mlperf.md §2.3). Everything that must equal LoadGen draws from here, everything else from `uniform`.
 */
export function canonical(random: Mt19937): number {
  const low = random.next32()
  const high = random.next32()
  const u = (low + high * 2 ** 32) / 2 ** 64
  return u < 1 ? u : LARGEST_BELOW_ONE
}
