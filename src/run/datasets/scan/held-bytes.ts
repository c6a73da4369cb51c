import { MAX_ROW_BYTES } from './row.ts'
import { rowFailure } from './row-failure.ts'

/** The beginning of a row whose end lies in a later chunk. Chunks are reused by their reader, so pieces are copied. */
export class HeldBytes {
  readonly #file: string
  #pieces: Buffer[] = []
  #length = 0

  constructor(file: string) {
    this.#file = file
  }

  get length(): number {
    return this.#length
  }

  /** @throws Failure when the row grows past `MAX_ROW_BYTES`. */
  hold(piece: Buffer, line: number): void {
    this.#pieces.push(Buffer.from(piece))
    this.#length += piece.length
    if (this.#length <= MAX_ROW_BYTES) return
    throw rowFailure(
      this.#file,
      { bytes: this.#pieces[0], line },
      `expected a row of at most ${MAX_ROW_BYTES / 2 ** 20} MiB, but the one that begins here is longer`,
      'Look for a quote or a bracket that never closes, or for a file of another format.',
    )
  }

  /** All that is held and `last`, as one piece; nothing is held afterwards. */
  release(last: Buffer): Buffer {
    if (this.#length === 0) return last
    const whole = Buffer.concat([...this.#pieces, last])
    this.#pieces = []
    this.#length = 0
    return whole
  }
}
