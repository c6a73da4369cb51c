import { ElementCursor } from './element-cursor.ts'
import { HeldBytes } from './held-bytes.ts'
import type { Row, Splitter } from './row.ts'
import { rowFailure } from './row-failure.ts'

const [COMMA, NEWLINE] = [0x2c, 0x0a]
const [OPEN_BRACKET, CLOSE_BRACKET, CLOSE_BRACE] = [0x5b, 0x5d, 0x7d]

/**
 * Rows are the elements of one JSON array, found by counting brackets outside strings; whether an element is JSON is for
 * its reader to find out. A row's line is the one its element begins on.
 *
 * @throws Failure (while iterating) when the file is no array, ends before it does, lacks an element between commas, or
 *   has one longer than `MAX_ROW_BYTES`
 */
export function elementSplitter(file: string): Splitter {
  const held = new HeldBytes(file)
  const cursor = new ElementCursor()
  let place: 'before' | 'first' | 'element' | 'inside' | 'after' = 'before'
  let base = 0
  let start = { offset: 0, line: 1 }
  let line = 1

  const expected = (what: string, chunk: Buffer, at: number) =>
    rowFailure(
      file,
      { bytes: chunk.subarray(at, at + 160), line },
      `expected ${what}, got ${JSON.stringify(String.fromCharCode(chunk[at]))}`,
      'A ShareGPT file is one JSON array of conversations; a file of one object a line is of kind jsonl.',
    )

  /** Takes the byte between elements and says whether an element begins with it. */
  function between(chunk: Buffer, at: number): boolean {
    const byte = chunk[at]
    if (byte === NEWLINE) line++
    if (isSpace(byte) || (base + at < 3 && isByteOrderMark(byte, base + at))) return false
    if (place === 'before') {
      if (byte !== OPEN_BRACKET) throw expected('a JSON array, beginning with "["', chunk, at)
      place = 'first'
      return false
    }
    if (place === 'first' && byte === CLOSE_BRACKET) {
      place = 'after'
      return false
    }
    if (place === 'after') throw expected('the end of the file after the array', chunk, at)
    if (byte === COMMA || byte === CLOSE_BRACKET) throw expected('an element of the array', chunk, at)
    return true
  }

  /** Takes an element's bytes from `from` on. */
  function inside(chunk: Buffer, from: number): number {
    const end = cursor.advance(chunk, from)
    line += cursor.newlines
    return end
  }

  return {
    *push(chunk) {
      let at = 0
      while (at < chunk.length) {
        if (place !== 'inside') {
          if (between(chunk, at)) {
            place = 'inside'
            start = { offset: base + at, line }
          } else at++
          continue
        }
        const end = inside(chunk, at)
        if (end < 0) {
          held.hold(chunk.subarray(at), start.line)
          break
        }
        if (chunk[end] === CLOSE_BRACE) throw expected('"," or "]" after an element', chunk, end)
        place = chunk[end] === COMMA ? 'element' : 'after'
        yield { bytes: held.release(chunk.subarray(at, end)), ...start } satisfies Row
        at = end + 1
      }
      base += chunk.length
    },
    end() {
      if (place === 'after') return []
      const bytes = held.release(Buffer.alloc(0))
      const message = 'expected "]" at the end of the array, but the file ends before it'
      throw rowFailure(file, { bytes, line: place === 'inside' ? start.line : line }, message)
    },
  }
}

function isSpace(byte: number): boolean {
  return byte === 0x20 || byte === 0x09 || byte === 0x0a || byte === 0x0d
}

function isByteOrderMark(byte: number, offset: number): boolean {
  return byte === [0xef, 0xbb, 0xbf][offset]
}
