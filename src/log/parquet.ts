import type { ColumnChunk, FileMetaData, RowGroup, SchemaElement } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writeMetadata } from 'hyparquet-writer/src/metadata.js'
import { ATTEMPT_COLUMNS, type AttemptColumns } from '../model/attempts.ts'
import {
  type Column,
  REQUEST_COLUMNS,
  type RequestColumns,
  TOKEN_COLUMNS,
  type TokenColumns,
} from '../model/columns.ts'
import { writeChunk } from './parquet/column-chunk.ts'
import { gather, type Piece } from './parquet/gather.ts'

/** Above this many rows instants are written plain: differences are four times smaller and dearer to read again. */
const COMPACT_ROWS = 20_000
/** A row group has at least this many rows where there are so many: one of its columns takes well under a millisecond. */
const GROUP_ROWS = 8192

/** `PAR1`, at both ends of the file. */
const MAGIC = 0x31524150

type Schema = { readonly [name: string]: Column }
type Arrays = { readonly [name: string]: Int32Array | Float64Array }
type Tables = { readonly [column: string]: readonly string[] }

/** Used for one part after another. */
const writer = new ByteWriter(65_536)

/**
 * Encodes finished requests as one Parquet file; texts replace codes, nulls replace the marks of memory. The bytes are
 * valid until the next part is encoded.
 * @param pause called between columns
 */
export function encodeRequests(batches: readonly RequestColumns[], pause: () => void): Uint8Array {
  return encode(REQUEST_COLUMNS, batches, ({ tables }) => tables as unknown as Tables, pause)
}

/** Encodes token reads as one Parquet file. The bytes are valid until the next part is encoded. */
export function encodeTokens(batches: readonly TokenColumns[], pause: () => void): Uint8Array {
  return encode(TOKEN_COLUMNS, batches, () => null, pause)
}

/** Encodes attempts as one Parquet file. The bytes are valid until the next part is encoded. */
export function encodeAttempts(batches: readonly AttemptColumns[], pause: () => void): Uint8Array {
  return encode(ATTEMPT_COLUMNS, batches, ({ tables }) => tables as unknown as Tables, pause)
}

/**
 * The pages are written here rather than by hyparquet-writer, which looks at every value several times: a busy
 * generator shares its core with this. Schema, page headers and footer are the library's.
 */
function encode<B extends { rows: number }>(
  schema: Schema,
  batches: readonly B[],
  tablesOf: (batch: B) => Tables | null,
  pause: () => void,
): Uint8Array {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0)
  writer.index = 0
  writer.offset = 0
  writer.appendUint32(MAGIC)
  const groups = groupsOf(batches).map((group) => writeGroup(schema, group, tablesOf, rows > COMPACT_ROWS, pause))
  const head = { version: 2, created_by: 'tailgate', schema: elements(schema), num_rows: BigInt(rows) }
  writeMetadata(writer, { ...head, row_groups: groups } as unknown as FileMetaData)
  writer.appendUint32(MAGIC)
  return writer.getBytes()
}

/** Whole batches, so many together that a group has enough rows. */
function groupsOf<B extends { rows: number }>(batches: readonly B[]): B[][] {
  const groups: B[][] = []
  let room = 0
  for (const batch of batches) {
    if (room <= 0) {
      groups.push([])
      room = GROUP_ROWS
    }
    groups[groups.length - 1].push(batch)
    room -= batch.rows
  }
  return groups
}

function writeGroup<B extends { rows: number }>(
  schema: Schema,
  batches: readonly B[],
  tablesOf: (batch: B) => Tables | null,
  plainInstants: boolean,
  pause: () => void,
): RowGroup {
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0)
  const start = writer.offset
  const columns: ColumnChunk[] = []
  for (const [name, column] of Object.entries(schema)) {
    const pieces = batches.map((batch): Piece => {
      const texts = tablesOf(batch)?.[name] ?? []
      return { numbers: (batch as unknown as Arrays)[name], rows: batch.rows, texts }
    })
    const { levels, values, texts } = gather(column, pieces, rows)
    const plain = column.kind === 'i64' && plainInstants
    const as = column.kind === 'code' ? texts : plain ? 'plain' : 'delta'
    columns.push(writeChunk(writer, { name, type: typeOf(column), rows, levels, values, as }))
    pause()
  }
  const size = BigInt(writer.offset - start)
  return { columns, num_rows: BigInt(rows), total_byte_size: size, total_compressed_size: size }
}

function typeOf({ kind }: Column): 'BYTE_ARRAY' | 'INT32' | 'INT64' {
  if (kind === 'code') return 'BYTE_ARRAY'
  return kind === 'i64' ? 'INT64' : 'INT32'
}

function elements(schema: Schema): SchemaElement[] {
  const root: SchemaElement = { name: 'root', num_children: Object.keys(schema).length }
  const leaves = Object.entries(schema).map(([name, column]): SchemaElement => {
    const repetition_type = column.required ? 'REQUIRED' : 'OPTIONAL'
    const text = column.kind === 'code' ? { converted_type: 'UTF8' as const } : {}
    return { name, type: typeOf(column), repetition_type, ...text }
  })
  return [root, ...leaves]
}
