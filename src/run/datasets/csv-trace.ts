import { EXIT, Failure } from '../../base/failure.ts'
import { suggest } from '../../base/suggest.ts'
import type { OpenDataset } from './dataset.ts'
import { textOfRow } from './scan/json-row.ts'
import { lineSplitter } from './scan/line-splitter.ts'
import type { Row } from './scan/row.ts'
import { clip, rowFailure } from './scan/row-failure.ts'
import { RowFile } from './scan/row-file.ts'
import { scan } from './scan/scan.ts'
import { tokenCount } from './token-count.ts'
import { TraceRows, type TraceSpec } from './trace.ts'

/** How one kind of trace writes its requests. */
export interface CsvFormat {
  /** Names of the columns; further ones are ignored, whatever their order. */
  time: string
  input: string
  output: string
  /** What a time stamp is, for the message when it is another thing. */
  timeIs: string
  /** ns since an origin that the whole file shares; undefined when the cell is no time stamp. */
  instant(cell: string): number | undefined
}

/** A trace of time stamps and token counts. All of it is kept as numbers, 16 bytes a row, so the file is closed again. */
export async function openCsvTrace(spec: TraceSpec, baseDir: string, format: CsvFormat): Promise<OpenDataset> {
  const file = new RowFile(spec.path, baseDir)
  const rows = new TraceRows()
  let columns: Columns | null = null
  try {
    await scan(file, lineSplitter(file.path), spec.limit, (row) => {
      const cells = cellsOf(textOfRow(row, file.path))
      if (columns !== null) return rows.add(readRow(cells, columns, format, row, file.path))
      columns = findColumns(cells, format, row, file.path)
      return false
    })
  } finally {
    file.close()
  }
  return rows.open(
    (row, tokens) => ({ blocks: [{ seed: `${spec.seed}/row/${row}`, tokens }] }),
    () => {},
  )
}

type Columns = { time: number; input: number; output: number }

function findColumns(header: readonly string[], format: CsvFormat, row: Row, file: string): Columns {
  const find = (name: string): number => {
    const index = header.findIndex((cell) => cell.toLowerCase() === name.toLowerCase())
    if (index >= 0) return index
    const near = suggest(name, header)
    throw new Failure('dataset.column', `expected a column "${name}" in the header, got none of that name`, {
      exit: EXIT.usage,
      place: { file, line: row.line, source: clip(row.bytes) },
      hint: near === undefined ? undefined : `The nearest is "${near}".`,
    })
  }
  return { time: find(format.time), input: find(format.input), output: find(format.output) }
}

function readRow(cells: readonly string[], columns: Columns, format: CsvFormat, row: Row, file: string) {
  const cell = <T>(column: number, name: string, what: string, read: (cell: string) => T | undefined): T => {
    const value = column < cells.length ? read(cells[column]) : undefined
    if (value !== undefined) return value
    const got = column < cells.length ? JSON.stringify(cells[column]) : 'no such cell'
    throw rowFailure(file, row, `expected ${what} under "${name}", got ${got}`)
  }
  return {
    at: cell(columns.time, format.time, format.timeIs, format.instant),
    input: cell(columns.input, format.input, 'a number of tokens', tokenCount),
    output: cell(columns.output, format.output, 'a number of tokens', tokenCount),
  }
}

/** A comma inside quotes ends no cell. None of these traces has a line end there. */
function cellsOf(line: string): string[] {
  if (!line.includes('"')) return line.split(',').map((cell) => cell.trim())
  const cells: string[] = []
  let from = 0
  let quoted = false
  for (let i = 0; i <= line.length; i++) {
    if (line[i] === '"') quoted = !quoted
    if (i < line.length && (quoted || line[i] !== ',')) continue
    cells.push(unquoted(line.slice(from, i).trim()))
    from = i + 1
  }
  return cells
}

function unquoted(cell: string): string {
  const whole = cell.length > 1 && cell.startsWith('"') && cell.endsWith('"')
  return whole ? cell.slice(1, -1).replaceAll('""', '"') : cell
}
