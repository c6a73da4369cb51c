/** A whole number, as decimal digits where it may exceed 2^53. */
export type Seed = string | bigint | number

/**
 * The seed mod 2^32: all that the single-integer initializer of a 32-bit Mersenne Twister looks at, so that two seeds
 * with the same low half are the same seed (docs/mlperf.md §2.2).
 * @throws SyntaxError or RangeError when the seed is no whole number
 */
export function low32(seed: Seed): number {
  return Number(BigInt.asUintN(32, BigInt(seed)))
}
