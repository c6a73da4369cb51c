const Z95 = 1.959963984540054

/**
 * Wilson's score interval at 95 % for a share: k of n. Stays within [0, 1] and has a width even where nothing or all
 * happened. docs/methodology.md §8
 */
export function wilson(k: number, n: number): { low: number; high: number } {
  const z2 = Z95 * Z95
  const share = k / n
  const center = (share + z2 / (2 * n)) / (1 + z2 / n)
  const half = (Z95 / (1 + z2 / n)) * Math.sqrt((share * (1 - share)) / n + z2 / (4 * n * n))
  return { low: k === 0 ? 0 : center - half, high: k === n ? 1 : center + half }
}
