import { fromMillis } from '../../base/nanos.ts'
import type { LengthPrompt, OpenDataset } from './dataset.ts'
import { type JsonObject, nameOf, objectOfRow } from './scan/json-row.ts'
import { lineSplitter } from './scan/line-splitter.ts'
import type { Row } from './scan/row.ts'
import { rowFailure } from './scan/row-failure.ts'
import { RowFile } from './scan/row-file.ts'
import { RowIndex, scan } from './scan/scan.ts'
import { sessionOf } from './session-of.ts'
import { tokenCount } from './token-count.ts'
import { type TraceContent, type TraceRow, TraceRows, type TraceSpec } from './trace.ts'

/** Tokens that one hash id stands for. */
const BLOCK = 512

/**
 * Mooncake: one request a line, time in ms, and the ids of its prompt's blocks of 512 tokens. Equal ids become equal
 * content at any place of any prompt; the last block is cut to the prompt's length. A `session_id`, which some variants
 * have, names the conversation.
 */
export async function openMooncake(spec: TraceSpec, baseDir: string): Promise<OpenDataset> {
  const file = new RowFile(spec.path, baseDir)
  const rows = new TraceRows()
  const index = new RowIndex(file)
  try {
    await scan(file, lineSplitter(file.path), spec.limit, (row) => {
      const kept = rows.add(readRow(row, file.path))
      if (kept) index.add(row)
      return kept
    })
  } catch (error) {
    file.close()
    throw error
  }
  const contentOf = (number: number): TraceContent => {
    const { ids, input, session } = readRow(index.row(number), file.path)
    return { blocks: blocksOf(ids, input, number, spec.seed), ...session }
  }
  return rows.open(contentOf, () => file.close())
}

type MooncakeRow = TraceRow & { ids: readonly (number | string)[] | null; session: { session?: string } }

function readRow(row: Row, file: string): MooncakeRow {
  const object = objectOfRow(row, file)
  const input = field(object, 'input_length', row, file)
  const at = object.timestamp
  if (typeof at !== 'number' || at < 0) throw wrong('timestamp', 'a time in ms', at, row, file)
  const output = field(object, 'output_length', row, file)
  return { at: fromMillis(at), input, output, ids: idsOf(), session: sessionOf(object.session_id) }

  function idsOf(): readonly (number | string)[] | null {
    const ids = object.hash_ids ?? null
    const needed = Math.ceil(input / BLOCK)
    if (ids === null) return null
    if (Array.isArray(ids) && ids.length === needed && ids.every(isId)) return ids
    const got = Array.isArray(ids) ? `${ids.filter(isId).length}` : nameOf(ids)
    throw rowFailure(file, row, `expected ${needed} "hash_ids", one for every ${BLOCK} of ${input} tokens, got ${got}`)
  }
}

const isId = (id: unknown): boolean => typeof id === 'number' || typeof id === 'string'

function field(object: JsonObject, name: string, row: Row, file: string): number {
  const tokens = tokenCount(object[name])
  if (tokens === undefined) throw wrong(name, 'a number of tokens', object[name], row, file)
  return tokens
}

function wrong(name: string, what: string, value: unknown, row: Row, file: string) {
  return rowFailure(file, row, `expected "${name}" to be ${what}, got ${nameOf(value)}`)
}

function blocksOf(ids: MooncakeRow['ids'], tokens: number, number: number, seed: string): LengthPrompt['blocks'] {
  if (ids === null) return [{ seed: `${seed}/row/${number}`, tokens }]
  return ids.map((id, k) => ({ seed: `${seed}/block/${id}`, tokens: Math.min(BLOCK, tokens - BLOCK * k) }))
}
