import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { bitWidth, packBits } from './bit-packing.ts'

const BLOCK = 128
const MINIBLOCKS = 4
const MINIBLOCK = BLOCK / MINIBLOCKS

const deltas = new Float64Array(BLOCK)

/** A range within which doubles hold the numbers, their differences, and the differences between those exactly. */
const EXACT = 2 ** 51

/** Whether `writeDelta` is exact for these numbers. Instants within 26 days of a run's zero are. */
export function suitsDelta(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++) if (values[i] > EXACT || values[i] < -EXACT) return false
  return true
}

/** Writes whole numbers within ±2^51 as DELTA_BINARY_PACKED; no number needs a BigInt of its own. */
export function writeDelta(writer: ByteWriter, values: Float64Array): void {
  writer.appendVarInt(BLOCK)
  writer.appendVarInt(MINIBLOCKS)
  writer.appendVarInt(values.length)
  writer.appendZigZag(BigInt(values.length === 0 ? 0 : values[0]))
  for (let from = 1; from < values.length; from += BLOCK) {
    writeBlock(writer, values, from, Math.min(BLOCK, values.length - from))
  }
}

function writeBlock(writer: ByteWriter, values: Float64Array, from: number, count: number): void {
  let least = values[from] - values[from - 1]
  let most = least
  for (let i = 0; i < count; i++) {
    const delta = values[from + i] - values[from + i - 1]
    deltas[i] = delta
    if (delta < least) least = delta
    else if (delta > most) most = delta
  }
  writer.appendZigZag(BigInt(least))
  if (most === least) return writer.appendUint32(0)
  for (let i = 0; i < count; i++) deltas[i] -= least
  deltas.fill(0, count)
  const widths = [0, 0, 0, 0]
  for (let block = 0; block < MINIBLOCKS; block++) {
    widths[block] = widthOf(block * MINIBLOCK)
    writer.appendUint8(widths[block])
  }
  for (let block = 0; block < MINIBLOCKS; block++) {
    if (widths[block] > 0) packBits(writer, deltas, block * MINIBLOCK, MINIBLOCK, widths[block])
  }
}

function widthOf(from: number): number {
  let most = 0
  for (let i = from; i < from + MINIBLOCK; i++) if (deltas[i] > most) most = deltas[i]
  return bitWidth(most)
}
