import fc from 'fast-check'
import type { Splitter } from '../../../../src/run/datasets/scan/row.ts'

export interface TextRow {
  text: string
  offset: number
  line: number
}

/** All rows of a file handed over in these chunks; each chunk is overwritten once taken, as a reader would. */
export function rowsOf(splitter: Splitter, chunks: readonly Uint8Array[]): TextRow[] {
  const rows: TextRow[] = []
  const keep = (found: Iterable<{ bytes: Buffer; offset: number; line: number }>) => {
    for (const { bytes, offset, line } of found) rows.push({ text: bytes.toString(), offset, line })
  }
  for (const chunk of chunks) {
    const reused = Buffer.from(chunk)
    keep(splitter.push(reused))
    reused.fill(0)
  }
  keep(splitter.end())
  return rows
}

/** The bytes cut at every one of these places. */
export function cutAt(bytes: Buffer, places: readonly number[]): Buffer[] {
  const bounds = [0, ...places.map((place) => place % (bytes.length + 1)).sort((a, b) => a - b), bytes.length]
  return bounds.slice(1).map((end, i) => bytes.subarray(bounds[i], end))
}

export const anyPlaces = fc.array(fc.nat(), { maxLength: 12 })
