const SIZE_START = 0
const SIZE = 1
const EXTENSION = 2
const SIZE_LF = 3
const DATA = 4
const DATA_END = 5
const DATA_LF = 6
const TRAILER_START = 7
const TRAILER_LINE = 8
const TRAILER_LF = 9
const DONE = 10
const BROKEN = 11

const CR = 13
const LF = 10
/** Digits that fit a double's integers; leading zeros count. */
const MAX_DIGITS = 13
/** Bytes of extensions of one chunk, or of all trailers, beyond which this is no chunked body. */
const MAX_SKIPPED = 65_536

/** Value of each byte as a hexadecimal digit, −1 where it is none. */
const HEX = Int8Array.from({ length: 256 }, (_, byte) => {
  const value = Number.parseInt(String.fromCharCode(byte), 16)
  return Number.isNaN(value) ? -1 : value
})

export interface BodySink {
  /** Body bytes `[from, to)`, framing removed; valid only during the call. */
  data(bytes: Buffer, from: number, to: number): void
}

/**
 * Removes the chunked framing (RFC 9112 §7.1) from a body that comes cut anywhere. Extensions and trailers are skipped; a
 * bare LF ends a line as CRLF does.
 */
export class ChunkedBody {
  private readonly sink: BodySink
  private state = SIZE_START
  /** Of the size being read, or of the chunk's data still to come. */
  private left = 0
  private digits = 0
  private skipped = 0
  /** Why this is no chunked body; null as long as it may be one. */
  malformed: string | null = null

  constructor(sink: BodySink) {
    this.sink = sink
  }

  get done(): boolean {
    return this.state === DONE
  }

  begin(): void {
    this.state = SIZE_START
    this.malformed = null
  }

  /** Takes `[from, to)` and returns the position after the last byte that belongs to the body. */
  push(bytes: Buffer, from: number, to: number): number {
    let at = from
    while (at < to) {
      if (this.state === DATA) {
        const end = Math.min(to, at + this.left)
        this.left -= end - at
        if (this.left === 0) this.state = DATA_END
        this.sink.data(bytes, at, end)
        at = end
        continue
      }
      if (this.state >= DONE) return at
      this.step(bytes[at++])
    }
    return at
  }

  private step(byte: number): void {
    switch (this.state) {
      case SIZE_START:
        this.left = 0
        this.digits = 0
        this.skipped = 0
        this.state = SIZE
        if (HEX[byte] < 0) return this.fail('a chunk size', byte)
        this.digit(byte)
        return
      case SIZE:
        if (HEX[byte] >= 0) this.digit(byte)
        else if (byte === CR) this.state = SIZE_LF
        else if (byte === LF) this.afterSize()
        else if (byte === 0x3b || byte === 0x20 || byte === 0x09) this.state = EXTENSION
        else this.fail('a chunk size', byte)
        return
      case EXTENSION:
        if (byte === LF) this.afterSize()
        else this.skip()
        return
      case SIZE_LF:
        if (byte === LF) this.afterSize()
        else this.fail('the line end of a chunk size', byte)
        return
      case DATA_END:
        if (byte === CR) this.state = DATA_LF
        else if (byte === LF) this.state = SIZE_START
        else this.fail('the line end of a chunk', byte)
        return
      case DATA_LF:
        if (byte === LF) this.state = SIZE_START
        else this.fail('the line end of a chunk', byte)
        return
      case TRAILER_START:
        if (byte === LF) this.state = DONE
        else this.state = byte === CR ? TRAILER_LF : TRAILER_LINE
        return
      case TRAILER_LINE:
        if (byte === LF) this.state = TRAILER_START
        else this.skip()
        return
      case TRAILER_LF:
        if (byte === LF) this.state = DONE
        else this.fail('the line end of the trailers', byte)
    }
  }

  private digit(byte: number): void {
    this.left = this.left * 16 + HEX[byte]
    if (++this.digits > MAX_DIGITS) this.fail('a chunk size of at most 13 digits', byte)
  }

  private afterSize(): void {
    this.state = this.left === 0 ? TRAILER_START : DATA
  }

  private skip(): void {
    if (++this.skipped > MAX_SKIPPED) this.fail('less than 64 KiB beside the data', LF)
  }

  private fail(expected: string, byte: number): void {
    this.state = BROKEN
    this.malformed = `expected ${expected}, got byte 0x${byte.toString(16).padStart(2, '0')}`
  }
}
