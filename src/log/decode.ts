import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { type ColumnData, parquetRead } from 'hyparquet'
import { ATTEMPT_CAUSES, ATTEMPT_COLUMNS, type AttemptColumns } from '../model/attempts.ts'
import {
  type Column,
  REQUEST_COLUMNS,
  type RequestColumns,
  TOKEN_COLUMNS,
  type TokenColumns,
} from '../model/columns.ts'
import { COUNT_SOURCES, OUTCOMES } from '../model/outcome.ts'
import { PHASES } from '../model/phase.ts'

type Schema = { readonly [name: string]: Column }
type Numbers = Int32Array | Float64Array
interface Part {
  rows: number
  arrays: { [name: string]: Numbers }
}

/** One file of a table. */
export interface StoredPart {
  path: string
  /** By the log's seal; null where there is none. */
  sha256: string | null
}

/** Names what is wrong with a part. */
export type Damaged = (what: string) => Error

/**
 * Reads request parts into one set of columns.
 * @throws what `damaged` makes of a part that cannot be read, or was changed
 */
export async function readRequests(files: readonly StoredPart[], damaged: Damaged): Promise<RequestColumns> {
  return readTable(REQUEST_COLUMNS, files, damaged)
}

/** The same for attempts. */
export async function readAttempts(files: readonly StoredPart[], damaged: Damaged): Promise<AttemptColumns> {
  return readTable(ATTEMPT_COLUMNS, files, damaged)
}

async function readTable<C>(schema: Schema, files: readonly StoredPart[], damaged: Damaged): Promise<C> {
  const coded = Object.entries(schema).filter(([, { kind }]) => kind === 'code')
  const tables = new Map(coded.map(([name]) => [name, new CodeTable(FIXED_TEXTS[name] ?? [])]))
  const table = (column: string) => tables.get(column) as CodeTable
  const parts: Part[] = []
  for (const file of files) parts.push(await readPart(file, schema, table, damaged))
  const texts = Object.fromEntries([...tables].map(([name, { texts }]) => [name, texts]))
  return { ...concat(schema, parts), tables: texts } as C
}

/** Reads one token part. */
export async function readTokens(file: StoredPart, damaged: Damaged): Promise<TokenColumns> {
  const part = await readPart(file, TOKEN_COLUMNS, () => new CodeTable([]), damaged)
  return { rows: part.rows, ...part.arrays } as unknown as TokenColumns
}

async function readPart(
  { path, sha256 }: StoredPart,
  schema: Schema,
  table: (column: string) => CodeTable,
  damaged: Damaged,
): Promise<Part> {
  const bytes = readFileSync(path)
  if (sha256 !== null && createHash('sha256').update(bytes).digest('hex') !== sha256) {
    throw damaged(`${path} is not what was sealed`)
  }
  const buffer = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer
  const chunks = new Map<string, ColumnData[]>()
  try {
    await parquetRead({
      file: buffer,
      onChunk: (chunk) => chunks.set(chunk.columnName, [...(chunks.get(chunk.columnName) ?? []), chunk]),
    })
  } catch {
    throw damaged(`${path} is not readable`)
  }
  const rows = Math.max(0, ...[...chunks.values()].flat().map((chunk) => chunk.rowEnd))
  const arrays: Part['arrays'] = {}
  for (const [name, column] of Object.entries(schema)) {
    arrays[name] = column.kind === 'i64' ? new Float64Array(rows).fill(Number.NaN) : new Int32Array(rows).fill(-1)
    for (const chunk of chunks.get(name) ?? []) fill(arrays[name], column, chunk, table(name))
  }
  return { rows, arrays }
}

function fill(target: Numbers, column: Column, chunk: ColumnData, table: CodeTable): void {
  const { columnData, rowStart } = chunk
  const code = column.kind === 'code'
  for (let i = 0; i < columnData.length; i++) {
    const value = columnData[i]
    if (value === null || value === undefined) continue
    target[rowStart + i] = code ? table.code(value as string) : Number(value)
  }
}

function concat(schema: Schema, parts: readonly Part[]): { rows: number; [name: string]: number | Numbers } {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const joined: { rows: number; [name: string]: number | Numbers } = { rows }
  for (const [name, column] of Object.entries(schema)) {
    const target = column.kind === 'i64' ? new Float64Array(rows) : new Int32Array(rows)
    let at = 0
    for (const part of parts) {
      target.set(part.arrays[name], at)
      at += part.rows
    }
    joined[name] = target
  }
  return joined
}

/** Texts in order of first sight; a code is a position. */
class CodeTable {
  readonly texts: string[]
  readonly #codes: Map<string, number>

  constructor(texts: readonly string[]) {
    this.texts = [...texts]
    this.#codes = new Map(texts.map((text, code) => [text, code]))
  }

  code(text: string): number {
    const known = this.#codes.get(text)
    if (known !== undefined) return known
    const code = this.texts.push(text) - 1
    this.#codes.set(text, code)
    return code
  }
}

const FIXED_TEXTS: { readonly [column: string]: readonly string[] } = {
  phase: PHASES,
  outcome: OUTCOMES,
  counted_by: COUNT_SOURCES,
  cause: ATTEMPT_CAUSES,
}
