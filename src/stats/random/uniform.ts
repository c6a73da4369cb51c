import type { Mt19937 } from './mt19937.ts'

/** A multiple of 2^-53 in [0, 1) from two draws, as `RandomState.random_sample` of NumPy (docs/methodology.md §0). */
export function uniform(random: Mt19937): number {
  const high = random.next32() >>> 5
  const low = random.next32() >>> 6
  return (high * 2 ** 26 + low) / 2 ** 53
}

/** An integer in [0, n) (docs/methodology.md §0). */
export function index(random: Mt19937, n: number): number {
  return Math.floor(uniform(random) * n)
}
