import type { Column } from '../../model/columns.ts'

type Numbers = Int32Array | Float64Array

/** One column of one batch. */
export interface Piece {
  numbers: Numbers
  rows: number
  /** The texts that codes stand for. */
  texts: readonly string[]
}

/** Valid until the next call. */
export interface Gathered {
  /** Null for a column that has no nulls by its schema. */
  levels: Float64Array | null
  values: Float64Array
  /** Of a column of codes: the texts that its values are positions in. */
  texts: readonly string[]
}

/** Used for one column after another, so that a part leaves no garbage of many times its own size. */
let valueRoom = new Float64Array(0)
let levelRoom = new Float64Array(0)

/** Joins one column's batches: the values that are there one after another, and which rows have one. */
export function gather(column: Column, pieces: readonly Piece[], rows: number): Gathered {
  if (valueRoom.length < rows) {
    valueRoom = new Float64Array(rows)
    levelRoom = new Float64Array(rows)
  }
  const values = valueRoom.subarray(0, rows)
  const texts: string[] = []
  if (column.required && column.kind !== 'code') {
    let at = 0
    for (const piece of pieces) {
      values.set(piece.numbers.subarray(0, piece.rows), at)
      at += piece.rows
    }
    return { levels: null, values, texts }
  }
  const levels = levelRoom.subarray(0, rows).fill(0)
  let row = 0
  let count = 0
  for (const piece of pieces) {
    const codes = column.kind === 'code' ? new PartCodes(piece.texts, texts) : null
    for (let i = 0; i < piece.rows; i++, row++) {
      const value = piece.numbers[i]
      // The marks of memory for null: −1, and NaN among instants.
      if (column.kind === 'i64' ? Number.isNaN(value) : value === -1) continue
      levels[row] = 1
      values[count++] = codes === null ? value : codes.of(value)
    }
  }
  return { levels: column.required ? null : levels, values: values.subarray(0, count), texts }
}

/** Positions in the part's texts of the codes of one batch: each generator numbers its texts by itself. */
class PartCodes {
  readonly #batch: readonly string[]
  readonly #part: string[]
  readonly #known: number[] = []

  constructor(batch: readonly string[], part: string[]) {
    this.#batch = batch
    this.#part = part
  }

  of(code: number): number {
    return this.#known[code] ?? this.#learn(code)
  }

  #learn(code: number): number {
    const text = this.#batch[code]
    const at = this.#part.indexOf(text)
    this.#known[code] = at >= 0 ? at : this.#part.push(text) - 1
    return this.#known[code]
  }
}
