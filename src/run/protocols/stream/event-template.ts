import { isUtf8 } from 'node:buffer'
import type { JsonObject } from '../answer/json-object.ts'
import type { Plain, Reader } from '../answer/reader.ts'
import { stringEnd } from './json-string.ts'
import type { Window } from './window.ts'

/** Longest event that is learned. */
const MAX_BYTES = 4096
/** Stands in for an event's text while it is learned; no server sends it by chance. */
const STAND_IN = 'text-of-this-event'

/**
 * The bytes of a token event around its text. Successive events of a stream differ in nothing else, so an event that
 * has the same bytes there and a valid, non-empty string between is the same JSON but for its text, and need not be
 * parsed: that is proof, not a guess, because the place was found by parsing the event with another text in it.
 */
export class EventTemplate {
  plain: Plain = { text: '', visible: true, choice: 0 }
  #bytes = Buffer.alloc(0)
  #view = new DataView(this.#bytes.buffer)
  #prefix = 0
  #suffix = 0

  forget(): void {
    this.#prefix = 0
  }

  /**
   * @param window the memory `bytes` lie in
   * @returns where an event of this template that begins at `at` ends, or −1 when there is no whole one before `to`
   */
  match(bytes: Buffer, window: Window, at: number, to: number): number {
    const prefix = this.#prefix
    const suffix = this.#suffix
    if (prefix === 0 || to - at <= prefix + suffix) return -1
    if (!this.#same(window.view, window.base + at, 0, prefix)) return -1
    const text = at + prefix
    const quote = stringEnd(bytes, text, to)
    if (quote <= text || to - quote < suffix) return -1
    return this.#same(window.view, window.base + quote, prefix, suffix) ? quote + suffix : -1
  }

  /**
   * Learns the event whose bytes are `[from, to)` and whose data, one line, is `[dataFrom, dataTo)` of them.
   * @returns false when it is no plain token event
   */
  learn(bytes: Buffer, from: number, to: number, dataFrom: number, dataTo: number, reader: Reader): boolean {
    if (to - from > MAX_BYTES || !isUtf8(bytes.subarray(dataFrom, dataTo))) return false
    const data = bytes.toString('latin1', dataFrom, dataTo)
    for (const found of data.matchAll(reader.textKey)) {
      const begin = found.index + found[0].length
      const end = stringEnd(bytes, dataFrom + begin, dataTo) - dataFrom
      if (end <= begin) continue
      const plain = plainWith(`${data.slice(0, begin)}${STAND_IN}${data.slice(end)}`, reader)
      if (plain?.text !== STAND_IN) continue
      this.plain = plain
      this.#keep(bytes.subarray(from, dataFrom + begin), bytes.subarray(dataFrom + end, to))
      return true
    }
    return false
  }

  #keep(prefix: Buffer, suffix: Buffer): void {
    if (this.#bytes.length < prefix.length + suffix.length) {
      this.#bytes = Buffer.allocUnsafeSlow(2 * (prefix.length + suffix.length))
      this.#view = new DataView(this.#bytes.buffer)
    }
    prefix.copy(this.#bytes)
    suffix.copy(this.#bytes, prefix.length)
    this.#prefix = prefix.length
    this.#suffix = suffix.length
  }

  /**
   * Eight bytes at a time, as doubles: these are equal when their bits are, but for NaN, which only costs a match, and
   * for ±0, whose zero bytes no text has. The last eight overlap those before them.
   */
  #same(view: DataView, at: number, offset: number, length: number): boolean {
    const own = this.#view
    const last = length - 8
    if (last < 0) return this.#sameBytes(view, at, offset, length)
    for (let i = 0; i < last; i += 8) {
      if (view.getFloat64(at + i, true) !== own.getFloat64(offset + i, true)) return false
    }
    return view.getFloat64(at + last, true) === own.getFloat64(offset + last, true)
  }

  #sameBytes(view: DataView, at: number, offset: number, length: number): boolean {
    for (let i = 0; i < length; i++) if (view.getUint8(at + i) !== this.#bytes[offset + i]) return false
    return true
  }
}

function plainWith(text: string, reader: Reader): Plain | null {
  try {
    return reader.plain(JSON.parse(text) as JsonObject)
  } catch {
    return null
  }
}
