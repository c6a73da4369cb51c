import type { ColumnChunk, Encoding, ParquetType } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer/src/bytewriter.js'
import { writePageHeader } from 'hyparquet-writer/src/datapage.js'
import { bitWidth } from './bit-packing.ts'
import { suitsDelta, writeDelta } from './delta.ts'
import { writeRuns } from './runs.ts'

/** One column of a part: its values that are there, and which rows have one. */
export interface Chunk {
  name: string
  type: ParquetType
  rows: number
  /** 1 where a row has a value, 0 where it is null; null for a column that has no nulls by its schema. */
  levels: Float64Array | null
  values: Float64Array
  /** Integers: as differences where those are exact, or as they are. Codes: positions in these texts. */
  as: 'delta' | 'plain' | readonly string[]
}

/** Used for one page after another. */
const levels = new ByteWriter(4096)
const body = new ByteWriter(65_536)

/** Writes one column as one page, and its dictionary before it. @returns what the footer says of it */
export function writeChunk(writer: ByteWriter, chunk: Chunk): ColumnChunk {
  const start = writer.offset
  const dictionary = typeof chunk.as !== 'string' && chunk.as.length > 0 ? chunk.as : null
  if (dictionary !== null) writeDictionary(writer, dictionary)
  const dataStart = writer.offset
  const encoding = encodingOf(chunk, dictionary)
  writePage(writer, chunk, encoding)
  const size = BigInt(writer.offset - start)
  return {
    file_offset: BigInt(start),
    meta_data: {
      type: chunk.type,
      encodings: dictionary === null ? [encoding] : ['PLAIN', encoding],
      path_in_schema: [chunk.name],
      codec: 'UNCOMPRESSED',
      num_values: BigInt(chunk.rows),
      total_uncompressed_size: size,
      total_compressed_size: size,
      data_page_offset: BigInt(dataStart),
      ...(dictionary === null ? {} : { dictionary_page_offset: BigInt(start) }),
    },
  }
}

/** A column of texts that are all null has no dictionary, and no values to be encoded at all. */
function encodingOf({ as, values }: Chunk, dictionary: readonly string[] | null): Encoding {
  if (dictionary !== null) return 'RLE_DICTIONARY'
  return as === 'delta' && suitsDelta(values) ? 'DELTA_BINARY_PACKED' : 'PLAIN'
}

function writePage(writer: ByteWriter, chunk: Chunk, encoding: Encoding): void {
  rewind(levels)
  rewind(body)
  if (chunk.levels !== null) writeRuns(levels, chunk.levels, 1)
  if (encoding === 'DELTA_BINARY_PACKED') writeDelta(body, chunk.values)
  else if (encoding === 'RLE_DICTIONARY') writeCodes(chunk.values, chunk.as.length)
  else if (chunk.type === 'INT64') writePlain(chunk.values)
  writePageHeader(writer, {
    type: 'DATA_PAGE_V2',
    uncompressed_page_size: levels.offset + body.offset,
    compressed_page_size: levels.offset + body.offset,
    data_page_header_v2: {
      num_values: chunk.rows,
      num_nulls: chunk.rows - chunk.values.length,
      num_rows: chunk.rows,
      encoding,
      definition_levels_byte_length: levels.offset,
      repetition_levels_byte_length: 0,
      is_compressed: false,
    },
  })
  writer.appendBytes(levels.getBytes())
  writer.appendBytes(body.getBytes())
}

function writeCodes(codes: Float64Array, texts: number): void {
  const width = Math.max(1, bitWidth(texts - 1))
  body.appendUint8(width)
  writeRuns(body, codes, width)
}

/** Doubles that hold integers become 64-bit words without a BigInt for each. */
function writePlain(values: Float64Array): void {
  const bytes = 8 * values.length
  body.ensure(bytes)
  const { view, index } = body
  for (let i = 0; i < values.length; i++) {
    const high = Math.floor(values[i] / 4294967296)
    view.setInt32(index + 8 * i, values[i] - high * 4294967296, true)
    view.setInt32(index + 8 * i + 4, high, true)
  }
  body.index += bytes
  body.offset += bytes
}

function writeDictionary(writer: ByteWriter, texts: readonly string[]): void {
  rewind(body)
  for (const text of texts) {
    const bytes = Buffer.from(text)
    body.appendUint32(bytes.length)
    body.appendBytes(bytes)
  }
  writePageHeader(writer, {
    type: 'DICTIONARY_PAGE',
    uncompressed_page_size: body.offset,
    compressed_page_size: body.offset,
    dictionary_page_header: { num_values: texts.length, encoding: 'PLAIN' },
  })
  writer.appendBytes(body.getBytes())
}

function rewind(writer: ByteWriter): void {
  writer.index = 0
  writer.offset = 0
}
