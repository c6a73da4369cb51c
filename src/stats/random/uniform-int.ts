import type { Mt19937 } from './mt19937.ts'

/** Which libstdc++ maps raw draws to integers: that of GCC 11 and later, or that of GCC 10 and earlier. */
export type IntegerMapping = 'gcc11' | 'gcc10'

/**
 * An integer in [0, n) as `std::uniform_int_distribution` draws it (docs/mlperf.md §2.5). The two mappings differ in
 * their results and in how many draws they reject.
 * @param n 1 … 2^32 − 1
 */
export function uniformInt(random: Mt19937, n: number, mapping: IntegerMapping): number {
  return mapping === 'gcc11' ? multiplied(random, n) : divided(random, n)
}

/** Lemire's method: the high half of draw × n, low halves below 2^32 mod n being drawn again. */
function multiplied(random: Mt19937, n: number): number {
  let draw = random.next32()
  if (lowHalf(draw, n) < n) {
    const reject = (2 ** 32 - n) % n
    while (lowHalf(draw, n) < reject) draw = random.next32()
  }
  return highHalf(draw, n)
}

function divided(random: Mt19937, n: number): number {
  const scale = Math.floor((2 ** 32 - 1) / n)
  const past = n * scale
  let draw = random.next32()
  while (draw >= past) draw = random.next32()
  return Math.floor(draw / scale)
}

const lowHalf = (a: number, b: number): number => Math.imul(a, b) >>> 0

/** The product needs 64 bits; each partial product here fits in 48. */
function highHalf(a: number, b: number): number {
  const upper = (a >>> 16) * b
  const lower = (a & 0xffff) * b
  return Math.floor((upper + Math.floor(lower / 2 ** 16)) / 2 ** 16)
}
