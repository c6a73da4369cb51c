/** How far goodput fell below the reference at worst, as a share of it. Zero where it did not. docs/methodology.md §8 */
export function dipDepth(good: Float64Array, reference: number, bins: number): number {
  if (!(reference > 0)) return Number.NaN
  const least = good.subarray(0, Math.max(1, bins)).reduce((least, value) => Math.min(least, value), reference)
  return 1 - least / reference
}

/** The area between reference and goodput over the first bins: good requests lost, signed. NaN without a reference. */
export function lostArea(good: Float64Array, reference: number, bins: number): number {
  if (!(reference > 0)) return Number.NaN
  return good.subarray(0, bins).reduce((sum, value) => sum + reference - value, 0)
}
