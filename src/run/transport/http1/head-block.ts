const CR = 13
const LF = 10
const PREFIX = Buffer.from('HTTP/1.')
export const MAX_HEAD = 65_536

/**
 * Finds the end of a response's head. A head that comes whole is left where it is; one that comes in pieces is put
 * together in a buffer of its own. Either way it lies in `bytes` from `from` to `to`.
 */
export class HeadBlock {
  bytes: Buffer = PREFIX
  from = 0
  to = 0
  whole = false
  malformed: string | null = null
  private pieces: Buffer | null = null
  private length = 0
  /** Nothing but a CR since the last LF. */
  private blank = false

  begin(): void {
    this.whole = false
    this.malformed = null
    this.pieces = null
    this.length = 0
    this.blank = false
  }

  /** Takes `[from, to)` and returns the position after the last byte that belongs to the head. */
  push(bytes: Buffer, from: number, to: number): number {
    if (this.length < PREFIX.length && !this.matchesPrefix(bytes, from, to)) return from
    const end = this.find(bytes, from, to)
    if (this.length + end - from > MAX_HEAD) {
      this.malformed = 'the head of the response is longer than 64 KiB'
      return from
    }
    if (this.whole && this.pieces === null) {
      this.bytes = bytes
      this.from = from
      this.to = end
      return end
    }
    this.keep(bytes, from, end)
    return end
  }

  private matchesPrefix(bytes: Buffer, from: number, to: number): boolean {
    const end = Math.min(to - from, PREFIX.length - this.length)
    for (let i = 0; i < end; i++) {
      if (bytes[from + i] === PREFIX[this.length + i]) continue
      const got = bytes.toString('latin1', from, Math.min(to, from + 12))
      this.malformed = `expected HTTP/1.x, got ${JSON.stringify(got)}`
      return false
    }
    return true
  }

  private find(bytes: Buffer, from: number, to: number): number {
    let blank = this.blank
    for (let at = from; at < to; at++) {
      const byte = bytes[at]
      if (byte === LF) {
        if (blank) {
          this.whole = true
          return at + 1
        }
        blank = true
      } else if (byte !== CR) {
        blank = false
      }
    }
    this.blank = blank
    return to
  }

  private keep(bytes: Buffer, from: number, to: number): void {
    const length = this.length + to - from
    if (this.pieces === null || this.pieces.length < length) {
      const larger = Buffer.allocUnsafe(Math.max(1024, 2 * length))
      this.pieces?.copy(larger, 0, 0, this.length)
      this.pieces = larger
    }
    bytes.copy(this.pieces, this.length, from, to)
    this.length = length
    this.bytes = this.pieces
    this.from = 0
    this.to = length
  }
}
