import type { SchemaElement } from 'hyparquet'
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer'
import {
  type CodeTables,
  type Column,
  REQUEST_COLUMNS,
  type RequestColumns,
  TOKEN_COLUMNS,
  type TokenColumns,
} from '../model/columns.ts'

/** Above this many rows a part is written plain: delta encoding is four times smaller and twice as dear in CPU. */
const COMPACT_ROWS = 20_000

type Schema = { readonly [name: string]: Column }
type Arrays = { readonly [name: string]: Int32Array | Float64Array }

/** Encodes finished requests as one Parquet file; texts replace codes, nulls replace the marks of memory. */
export function encodeRequests(parts: readonly RequestColumns[]): Uint8Array {
  return encode(
    REQUEST_COLUMNS,
    parts.map((part) => ({ rows: part.rows, arrays: part as unknown as Arrays, tables: part.tables })),
  )
}

/** Encodes token reads as one Parquet file. */
export function encodeTokens(parts: readonly TokenColumns[]): Uint8Array {
  return encode(
    TOKEN_COLUMNS,
    parts.map((part) => ({ rows: part.rows, arrays: part as unknown as Arrays, tables: null })),
  )
}

interface Part {
  rows: number
  arrays: Arrays
  tables: CodeTables | null
}

function encode(schema: Schema, parts: readonly Part[]): Uint8Array {
  const rows = parts.reduce((sum, part) => sum + part.rows, 0)
  const compact = rows <= COMPACT_ROWS
  const columnData: ColumnSource[] = Object.entries(schema).map(([name, column]) => {
    if (column.kind === 'code') return { name, data: texts(name, parts, rows), encoding: 'RLE_DICTIONARY' }
    const data = column.kind === 'i64' ? wide(name, column, parts, rows) : narrow(name, column, parts, rows)
    return { name, data, encoding: compact || column.kind === 'i32' ? 'DELTA_BINARY_PACKED' : 'PLAIN' }
  })
  const buffer = parquetWriteBuffer({
    columnData,
    schema: elements(schema),
    codec: 'UNCOMPRESSED',
    statistics: false,
    rowGroupSize: Math.max(1, rows),
    createdBy: 'tailgate',
  })
  return new Uint8Array(buffer)
}

function elements(schema: Schema): SchemaElement[] {
  const root: SchemaElement = { name: 'root', num_children: Object.keys(schema).length }
  const leaves = Object.entries(schema).map(([name, column]): SchemaElement => {
    const repetition_type = column.required ? 'REQUIRED' : 'OPTIONAL'
    if (column.kind === 'code') return { name, type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type }
    return { name, type: column.kind === 'i64' ? 'INT64' : 'INT32', repetition_type }
  })
  return [root, ...leaves]
}

function narrow(name: string, column: Column, parts: readonly Part[], rows: number): Int32Array | (number | null)[] {
  const joined = new Int32Array(rows)
  join(joined, name, parts)
  if (column.required || !joined.includes(-1)) return joined
  return Array.from(joined, (value) => (value === -1 ? null : value))
}

/** Doubles that hold integers become 64-bit words without a BigInt for each. */
function wide(name: string, column: Column, parts: readonly Part[], rows: number): BigInt64Array | (bigint | null)[] {
  const joined = new Float64Array(rows)
  join(joined, name, parts)
  const words = new Int32Array(2 * rows)
  let nulls = false
  for (let i = 0; i < rows; i++) {
    const value = joined[i]
    if (Number.isNaN(value)) {
      nulls = true
      continue
    }
    const high = Math.floor(value / 4294967296)
    words[2 * i] = value - high * 4294967296
    words[2 * i + 1] = high
  }
  const integers = new BigInt64Array(words.buffer)
  if (!nulls || column.required) return integers
  return Array.from(integers, (value, i) => (Number.isNaN(joined[i]) ? null : value))
}

function join(target: Int32Array | Float64Array, name: string, parts: readonly Part[]): void {
  let at = 0
  for (const { arrays, rows } of parts) {
    const source = arrays[name]
    target.set((source.length === rows ? source : source.subarray(0, rows)) as never, at)
    at += rows
  }
}

function texts(name: string, parts: readonly Part[], rows: number): (string | null)[] {
  const joined: (string | null)[] = new Array(rows)
  let at = 0
  for (const { arrays, tables, rows: count } of parts) {
    const codes = arrays[name]
    const table = tables?.[name as keyof CodeTables] ?? []
    for (let i = 0; i < count; i++) joined[at++] = codes[i] < 0 ? null : table[codes[i]]
  }
  return joined
}
