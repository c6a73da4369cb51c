import type { Datatype } from '../../model/scenario.ts'
import type { Mt19937 } from '../../stats/random/mt19937.ts'
import { index, uniform } from '../../stats/random/uniform.ts'

type Value = number | bigint | string | boolean

/**
 * One random value of each datatype. Floats lie in [0, 1) and are exact in their type, so that JSON and binary say the
 * same. Integers lie in 0 … 127, within every integer type and valid as ids of small vocabularies. BYTES are eight
 * lower-case letters.
 */
export const randomValue: { readonly [T in Datatype]: (random: Mt19937) => Value } = {
  BOOL: (random) => uniform(random) < 0.5,
  UINT8: smallInteger,
  UINT16: smallInteger,
  UINT32: smallInteger,
  UINT64: (random) => BigInt(smallInteger(random)),
  INT8: smallInteger,
  INT16: smallInteger,
  INT32: smallInteger,
  INT64: (random) => BigInt(smallInteger(random)),
  FP16: (random) => fraction(random, 8),
  BF16: (random) => fraction(random, 8),
  FP32: (random) => fraction(random, 24),
  FP64: uniform,
  BYTES: (random) => Array.from({ length: 8 }, () => 'abcdefghijklmnopqrstuvwxyz'[index(random, 26)]).join(''),
}

function smallInteger(random: Mt19937): number {
  return index(random, 128)
}

/** A multiple of 2^-bits in [0, 1). */
function fraction(random: Mt19937, bits: number): number {
  return index(random, 2 ** bits) / 2 ** bits
}
