import { HeldBytes } from './held-bytes.ts'
import type { Row, Splitter } from './row.ts'

const NEWLINE = 0x0a
const RETURN = 0x0d
const BOM = Buffer.from([0xef, 0xbb, 0xbf])

/**
 * Rows are lines. Ends may be LF or CRLF, the last one may be missing; a byte-order mark and blank lines are left out.
 *
 * @throws Failure (while iterating) when a line is longer than `MAX_ROW_BYTES`
 */
export function lineSplitter(file: string): Splitter {
  const held = new HeldBytes(file)
  let offset = 0
  let line = 1

  function finish(last: Buffer): Row {
    const bytes = held.release(last)
    const row = trimmed({ bytes, offset, line })
    offset += bytes.length + 1
    line++
    return row
  }

  return {
    *push(chunk) {
      let from = 0
      while (from < chunk.length) {
        const end = chunk.indexOf(NEWLINE, from)
        if (end < 0) return held.hold(chunk.subarray(from), line)
        const row = finish(chunk.subarray(from, end))
        if (!blank(row.bytes)) yield row
        from = end + 1
      }
    },
    *end() {
      const row = finish(Buffer.alloc(0))
      if (!blank(row.bytes)) yield row
    },
  }
}

function trimmed({ bytes, offset, line }: Row): Row {
  const start = line === 1 && bytes.subarray(0, 3).equals(BOM) ? 3 : 0
  const end = bytes.at(-1) === RETURN ? bytes.length - 1 : bytes.length
  return { bytes: bytes.subarray(start, Math.max(start, end)), offset: offset + start, line }
}

function blank(bytes: Buffer): boolean {
  return bytes.every((byte) => byte === 0x20 || byte === 0x09 || byte === RETURN)
}
