const NOTHING = Buffer.alloc(0)
const SMALL = 1024
/** A buffer that grew past this is given back once it is empty again. */
const KEEP = 256 * 1024

/** Bytes put together from pieces, up to a limit. The buffer is kept for the next time. */
export class GatheredBytes {
  buffer: Buffer = NOTHING
  length = 0
  readonly #limit: number

  constructor(limit: number) {
    this.#limit = limit
  }

  /** @returns false, with nothing added, when the piece does not fit under the limit */
  add(bytes: Buffer, from: number, to: number): boolean {
    const length = this.length + to - from
    if (length > this.#limit) return false
    if (length > this.buffer.length) this.#grow(length)
    bytes.copy(this.buffer, this.length, from, to)
    this.length = length
    return true
  }

  clear(): void {
    this.length = 0
    if (this.buffer.length > KEEP) this.buffer = NOTHING
  }

  #grow(length: number): void {
    const larger = Buffer.allocUnsafe(Math.min(Math.max(length, this.buffer.length * 2, SMALL), this.#limit))
    this.buffer.copy(larger, 0, 0, this.length)
    this.buffer = larger
  }
}
