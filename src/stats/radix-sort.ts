const DIGIT_BITS = 11
const DIGITS = 6
const SIZE = 1 << DIGIT_BITS
const MASK = SIZE - 1
/** Below this a comparison sort is as fast. */
const WORTH_IT = 2048

/**
 * Sorts doubles in place, ascending, NaN last: several times faster than the built-in sort for long arrays, because
 * positive doubles are ordered like their bits and digits that all values share are skipped, as in integers.
 */
export function sortNumbers(values: Float64Array): void {
  if (values.length < WORTH_IT || !allPositive(values)) values.sort()
  else sortByDigits(values)
}

function allPositive(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] < 0 || Object.is(values[i], -0)) return false
  return true
}

function sortByDigits(values: Float64Array): void {
  const counts = digitCounts(values)
  let from = values
  let to: Float64Array = new Float64Array(values.length)
  for (let digit = 0; digit < DIGITS; digit++) {
    const offsets = counts.subarray(digit * SIZE, (digit + 1) * SIZE)
    if (offsets.includes(values.length)) continue
    let sum = 0
    for (let i = 0; i < SIZE; i++) {
      const count = offsets[i]
      offsets[i] = sum
      sum += count
    }
    scatter(from, to, digit, offsets)
    const swap = from
    from = to
    to = swap
  }
  if (from !== values) values.set(from)
}

/** How often each digit value occurs, for every digit, in one pass. */
function digitCounts(values: Float64Array): Uint32Array {
  const counts = new Uint32Array(DIGITS * SIZE)
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length * 2)
  for (let i = 0; i < words.length; i += 2) {
    const low = words[i]
    const high = words[i + 1]
    counts[low & MASK]++
    counts[SIZE + ((low >>> 11) & MASK)]++
    counts[2 * SIZE + (((low >>> 22) | (high << 10)) & MASK)]++
    counts[3 * SIZE + ((high >>> 1) & MASK)]++
    counts[4 * SIZE + ((high >>> 12) & MASK)]++
    counts[5 * SIZE + (high >>> 23)]++
  }
  return counts
}

/** Moves each value to the place of its digit. Digit 2 lies across the two words of a double. */
function scatter(from: Float64Array, to: Float64Array, digit: number, offsets: Uint32Array): void {
  const words = new Uint32Array(from.buffer, from.byteOffset, from.length * 2)
  const across = digit === 2
  const word = digit < 3 ? 0 : 1
  const shift = [0, 11, 22, 1, 12, 23][digit]
  for (let i = 0; i < from.length; i++) {
    let key = words[2 * i + word] >>> shift
    if (across) key |= words[2 * i + 1] << 10
    to[offsets[key & MASK]++] = from[i]
  }
}
