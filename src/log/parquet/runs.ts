import type { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { packBits } from './bit-packing.ts'

/**
 * Writes small whole numbers in Parquet's hybrid of runs and packed bits: one run where all are the same, else packed.
 * Levels and dictionary codes are nearly always one or the other.
 */
export function writeRuns(writer: ByteWriter, values: Float64Array, width: number): void {
  if (values.length === 0) return
  if (isConstant(values)) {
    writer.appendVarInt(values.length * 2)
    for (let shift = 0; shift < width; shift += 8) writer.appendUint8((values[0] >>> shift) & 0xff)
    return
  }
  const groups = Math.ceil(values.length / 8)
  writer.appendVarInt(groups * 2 + 1)
  packBits(writer, values, 0, groups * 8, width)
}

function isConstant(values: Float64Array): boolean {
  for (let i = 1; i < values.length; i++) if (values[i] !== values[0]) return false
  return true
}
