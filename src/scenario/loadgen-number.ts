const INTEGER = /^[+-]?(0x[0-9a-f]+|[0-9]+)$/i
const DECIMAL = /^[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[+-]?[0-9]+)?$/i
const HEXADECIMAL = /^([+-]?)0x([0-9a-f]*)\.?([0-9a-f]*)(?:p([+-]?[0-9]+))?$/i
const INFINITE = /^([+-]?)(inf|infinity)$/i
const MAX = 2n ** 64n - 1n

/** Whether C's `strtoul` (base 0) or `strtod` would take the whole text. */
export function isCNumber(text: string): boolean {
  return readsWholeInteger(text) || toDouble(text) !== undefined
}

/**
 * What C's `strtoull` (base 0) makes of a text: the longest integer it starts with, `0x` hexadecimal, a leading `0`
 * octal, negatives wrapped around 2^64, too large ones at its end. `5.5` and `1e3` become 5 and 1.
 */
export function toUint64(text: string): bigint {
  const match = /^([+-]?)(?:0x([0-9a-f]+)|(0[0-7]*)|([1-9][0-9]*))/i.exec(text)
  if (!match) return 0n
  const [, sign, hex, octal, decimal] = match
  const size = hex ? BigInt(`0x${hex}`) : octal ? BigInt(`0o0${octal}`) : BigInt(decimal)
  if (size > MAX) return MAX
  return sign === '-' ? BigInt.asUintN(64, -size) : size
}

/** What C's `strtod` makes of a text, or undefined when it would stop before its end. */
export function toDouble(text: string): number | undefined {
  if (DECIMAL.test(text)) return Number(text)
  const infinite = INFINITE.exec(text)
  if (infinite) return infinite[1] === '-' ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY
  const hex = HEXADECIMAL.exec(text)
  if (hex && hex[2] + hex[3] !== '') return fromHexadecimal(hex)
  return /^[+-]?nan$/i.test(text) ? Number.NaN : undefined
}

function fromHexadecimal([, sign, whole, fraction, exponent]: RegExpExecArray): number {
  const size = Number(`0x${whole}${fraction}`) * 2 ** (Number(exponent ?? 0) - 4 * fraction.length)
  return sign === '-' ? -size : size
}

/** `089` is one for no base: `strtoul` stops at the 8. */
function readsWholeInteger(text: string): boolean {
  return INTEGER.test(text) && !/^[+-]?0[0-7]*[89]/.test(text)
}
