import { GatheredBytes } from './gathered-bytes.ts'

/** Longest line and longest event that are put together; a server that sends more is not speaking the protocol. */
export const MAX_EVENT_BYTES = 8 * 2 ** 20

const LF = 10
const CR = 13
const COLON = 58
const SPACE = 32
const MARK = [0xef, 0xbb, 0xbf]

/**
 * Reads server-sent events out of bytes that are cut anywhere. `next` goes on to the end of one event; nothing is
 * copied while an event's line lies whole in the bytes given.
 */
export class SseReader {
  /** Whether the last `next` or `finish` completed an event; its payload is `data[from, to)`, valid until the next call. */
  ready = false
  data: Buffer = Buffer.alloc(0)
  from = 0
  to = 0
  /** The event came as the non-standard field `error`, or is named so. */
  isError = false
  /** Between two events, with no byte pending: an event that lies whole in the next bytes may be read in other ways. */
  idle = true
  /** Set once a line or event was dropped for its length. */
  tooLong = false

  readonly #line = new GatheredBytes(MAX_EVENT_BYTES)
  readonly #joined = new GatheredBytes(MAX_EVENT_BYTES)
  #markSeen = 0
  #skipLf = false
  #dropping = false
  #hasData = false
  #borrowed = false
  #begun = false

  /** Ready for another stream. */
  reset(): void {
    this.#line.clear()
    this.#markSeen = 0
    this.#skipLf = false
    this.#dropping = false
    this.tooLong = false
    this.idle = true
    this.ready = false
    this.#forgetEvent()
  }

  /** Reads up to the end of the next event or of the bytes. @returns where it stopped */
  next(bytes: Buffer, from: number, to: number): number {
    if (this.ready) this.#forgetEvent()
    this.ready = false
    let at = this.#markSeen < MARK.length ? this.#skipMark(bytes, from, to) : from
    while (at < to && !this.ready) {
      if (this.#skipLf) {
        this.#skipLf = false
        if (bytes[at] === LF && ++at === to) break
      }
      const end = lineEnd(bytes, at, to)
      if (end === to) {
        this.#hold(bytes, at, to)
        at = to
        break
      }
      this.#endLine(bytes, at, end)
      this.#skipLf = bytes[end] === CR
      at = end + 1
    }
    if (this.#skipLf && at < to) {
      this.#skipLf = false
      if (bytes[at] === LF) at++
    }
    if (!this.ready && this.#borrowed) this.#own()
    const clean = this.#markSeen === MARK.length && !this.#skipLf && !this.#dropping && this.#line.length === 0
    this.idle = clean && (this.ready || !this.#begun)
    return at
  }

  /**
   * The stream is over: what was left of an event without its empty line is made ready.
   * @returns whether an event was left, readable or not
   */
  finish(): boolean {
    if (this.ready) this.#forgetEvent()
    this.ready = false
    const left = this.#begun || this.#dropping || (this.#line.length > 0 && this.#line.buffer[0] !== COLON)
    if (this.#line.length > 0) this.#readLine(this.#line.buffer, 0, this.#line.length, false)
    this.#line.clear()
    this.ready = this.#hasData
    return left
  }

  #skipMark(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to && this.#markSeen < MARK.length) {
      if (bytes[at] !== MARK[this.#markSeen]) {
        if (this.#markSeen > 0) this.#line.add(Buffer.from(MARK), 0, this.#markSeen)
        this.#markSeen = MARK.length
        return at
      }
      this.#markSeen++
      at++
    }
    return at
  }

  #hold(bytes: Buffer, from: number, to: number): void {
    if (this.#dropping || this.#line.add(bytes, from, to)) return
    this.#line.clear()
    this.#dropping = true
    this.tooLong = true
  }

  #endLine(bytes: Buffer, from: number, to: number): void {
    if (this.#line.length > 0) {
      this.#hold(bytes, from, to)
      if (!this.#dropping) this.#readLine(this.#line.buffer, 0, this.#line.length, false)
      this.#line.clear()
    } else if (!this.#dropping) {
      this.#readLine(bytes, from, to, true)
    }
    this.#dropping = false
  }

  #readLine(bytes: Buffer, from: number, to: number, borrow: boolean): void {
    if (from === to) {
      this.ready = this.#hasData
      if (!this.ready) this.#forgetEvent()
      return
    }
    let colon = from
    while (colon < to && bytes[colon] !== COLON) colon++
    if (colon === from) return
    this.#begun = true
    let value = Math.min(colon + 1, to)
    if (value < to && bytes[value] === SPACE) value++
    const name = fieldName(bytes, from, colon)
    if (name === 'data' || name === 'error') this.#addData(bytes, value, to, borrow)
    if (name === 'error' || (name === 'event' && isError(bytes, value, to))) this.isError = true
  }

  #addData(bytes: Buffer, from: number, to: number, borrow: boolean): void {
    if (!this.#hasData) {
      this.#hasData = true
      this.data = bytes
      this.from = from
      this.to = to
      this.#borrowed = true
      if (!borrow) this.#own()
      return
    }
    if (this.#borrowed) this.#own()
    if (!this.#joined.add(NEWLINE, 0, 1) || !this.#joined.add(bytes, from, to)) this.tooLong = true
    this.#pointAtJoined()
  }

  #own(): void {
    this.#borrowed = false
    if (!this.#joined.add(this.data, this.from, this.to)) this.tooLong = true
    this.#pointAtJoined()
  }

  #pointAtJoined(): void {
    this.data = this.#joined.buffer
    this.from = 0
    this.to = this.#joined.length
  }

  #forgetEvent(): void {
    this.#joined.clear()
    this.#hasData = false
    this.#borrowed = false
    this.#begun = false
    this.isError = false
  }
}

const NEWLINE = Buffer.from('\n')

/** Position of the first CR or LF, or `to`. */
function lineEnd(bytes: Buffer, from: number, to: number): number {
  let at = from
  while (at < to && bytes[at] !== LF && bytes[at] !== CR) at++
  return at
}

type FieldName = 'data' | 'error' | 'event' | null

function fieldName(bytes: Buffer, from: number, to: number): FieldName {
  if (to - from === 4) return bytes.toString('latin1', from, to) === 'data' ? 'data' : null
  if (to - from !== 5) return null
  const name = bytes.toString('latin1', from, to)
  return name === 'error' || name === 'event' ? name : null
}

const isError = (bytes: Buffer, from: number, to: number): boolean => bytes.toString('latin1', from, to) === 'error'
