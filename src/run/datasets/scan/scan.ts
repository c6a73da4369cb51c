import { EXIT, Failure } from '../../../base/failure.ts'
import { GrowingArray } from './growing-array.ts'
import type { Row, Splitter } from './row.ts'
import type { RowFile } from './row-file.ts'

/**
 * Reads a file once, row by row, without ever holding more of it than a chunk and a row.
 *
 * @param visit says whether the row is kept; throws Failure when it is broken
 * @param limit stop after so many kept rows; null: read them all
 * @throws Failure when no row is kept
 */
export async function scan(
  file: RowFile,
  splitter: Splitter,
  limit: number | null,
  visit: (row: Row) => boolean,
): Promise<void> {
  const most = limit ?? Number.POSITIVE_INFINITY
  let kept = 0
  const full = (rows: Iterable<Row>): boolean => {
    for (const row of rows) if (visit(row) && ++kept >= most) return true
    return false
  }

  for await (const chunk of file.chunks()) if (full(splitter.push(chunk))) return
  if (full(splitter.end()) || kept > 0) return
  throw empty(file.path)
}

/** Where the kept rows of a file lie: 16 bytes of memory a row, whatever its length. */
export class RowIndex {
  readonly #file: RowFile
  readonly #offsets = new GrowingArray(Float64Array)
  readonly #lengths = new GrowingArray(Uint32Array)
  readonly #lines = new GrowingArray(Uint32Array)

  constructor(file: RowFile) {
    this.#file = file
  }

  add(row: Row): void {
    this.#offsets.push(row.offset)
    this.#lengths.push(row.bytes.length)
    this.#lines.push(row.line)
  }

  get size(): number {
    return this.#offsets.length
  }

  row(index: number): Row {
    const offset = this.#offsets.at(index)
    return { bytes: this.#file.slice(offset, this.#lengths.at(index)), offset, line: this.#lines.at(index) }
  }
}

function empty(file: string): Failure {
  return new Failure('dataset.empty', 'expected at least one row that can be used, but the file has none', {
    exit: EXIT.usage,
    place: { file },
    hint: 'Check that it is the file you meant, of the kind the scenario says, and written to its end.',
  })
}
