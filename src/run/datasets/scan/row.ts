/** One row of a file. `bytes` are valid only until the next row is asked for; `line` counts from 1. */
export interface Row {
  bytes: Buffer
  offset: number
  line: number
}

/** Cuts a file, handed over in chunks of any size, into rows. Each iterable is exhausted before the next call. */
export interface Splitter {
  push(chunk: Buffer): Iterable<Row>
  /** The file is over: what is left of it. */
  end(): Iterable<Row>
}

/** A longer row is taken for a file of another format, or a quote that never closes, before it fills the memory. */
export const MAX_ROW_BYTES = 64 * 2 ** 20
