import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'

/** Bits that a whole number from 0 to 2^53 takes. */
export function bitWidth(value: number): number {
  return value < 4294967296 ? 32 - Math.clz32(value) : 64 - Math.clz32(Math.floor(value / 4294967296))
}

/**
 * Writes `count` whole numbers of `[0, 2^width)` from `values[from]` on, least significant bit first, as both of
 * Parquet's packed encodings want it. What lies past the end of `values` counts as zero.
 * @param count a multiple of 8
 */
export function packBits(writer: ByteWriter, values: Float64Array, from: number, count: number, width: number): void {
  const bytes = (count * width) / 8
  writer.ensure(bytes + 4)
  const { view } = writer
  const end = writer.index + bytes
  const last = Math.min(from + count, values.length)
  let at = writer.index
  let word = 0
  let used = 0
  for (let i = from; i < last; i++) {
    let value = values[i]
    for (let left = width; left > 0; left -= 32) {
      const bits = Math.min(left, 32)
      word |= value << used
      used += bits
      if (used >= 32) {
        view.setInt32(at, word, true)
        at += 4
        used -= 32
        word = used === 0 ? 0 : (value | 0) >>> (bits - used)
      }
      if (left > 32) value = Math.floor(value / 4294967296)
    }
  }
  if (used > 0) view.setInt32(at, word, true)
  for (at += used > 0 ? 4 : 0; at < end; at++) view.setUint8(at, 0)
  writer.index = end
  writer.offset += bytes
}
