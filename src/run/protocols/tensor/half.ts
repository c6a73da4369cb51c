const scratch = new DataView(new ArrayBuffer(8))

/** Bits of the IEEE 754 half nearest to a value, ties to even; past 65504 and a half step, infinity. */
export function float16Bits(value: number): number {
  if (Number.isNaN(value)) return 0x7e00
  const sign = value < 0 || Object.is(value, -0) ? 0x8000 : 0
  const size = Math.abs(value)
  if (size >= 65520) return sign | 0x7c00
  const exponent = Math.max(exponentOf(size), -14)
  // Dividing by a power of two is exact, so this rounds once. A carry runs on into the exponent, as it should.
  const steps = roundHalfEven(size / 2 ** (exponent - 10))
  return sign | ((exponent + 14) * 1024 + steps)
}

/** Bits of the bfloat16 nearest to the value's float32, ties to even. */
export function bfloat16Bits(value: number): number {
  scratch.setFloat32(0, value)
  const bits = scratch.getUint32(0)
  if (Number.isNaN(value)) return 0x7fc0
  return (bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16
}

/** floor(log2(size)) of a normal double; −1023 for zero and what is smaller. */
function exponentOf(size: number): number {
  scratch.setFloat64(0, size)
  return ((scratch.getUint16(0) >>> 4) & 0x7ff) - 1023
}

function roundHalfEven(value: number): number {
  const floor = Math.floor(value)
  const rest = value - floor
  return rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? floor + 1 : floor
}
