import { join } from 'node:path'
import { type ClosedPart, makeFolder, writePart } from './part.ts'

/** One of the log's tables: what is in memory, and the parts already on disk. */
export class OpenTable<C extends { readonly rows: number }> {
  readonly #folder: string
  readonly #name: string
  readonly #encode: (batches: readonly C[], pause: () => void) => Uint8Array
  #batches: C[] = []
  #parts = 0
  /** Rows in memory, and on disk. */
  open = 0
  written = 0

  constructor(folder: string, name: string, encode: (batches: readonly C[], pause: () => void) => Uint8Array) {
    this.#folder = folder
    this.#name = name
    this.#encode = encode
  }

  append(columns: C): void {
    if (columns.rows === 0) return
    this.#batches.push(columns)
    this.open += columns.rows
  }

  /**
   * Writes what is in memory as one part; null where there is nothing.
   * @param written told the columns that are not looked at again
   * @throws Failure naming what kept it from being written
   */
  close(pause: () => void, written: (columns: readonly C[]) => void): ClosedPart | null {
    if (this.open === 0) return null
    if (this.#parts === 0) makeFolder(join(this.#folder, this.#name))
    const file = `${this.#name}/${String(this.#parts++).padStart(6, '0')}.parquet`
    const part = writePart(this.#folder, file, this.open, this.#encode(this.#batches, pause))
    this.written += this.open
    written(this.#batches)
    this.#batches = []
    this.open = 0
    return part
  }
}
