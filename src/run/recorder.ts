import type { Batch } from '../log/batch.ts'
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
import { CodeTable } from './code-table.ts'

const REQUEST_ROWS = 4096
const TOKEN_ROWS = 32_768
const ATTEMPT_ROWS = 1024

/** Names of the columns whose instants are on the run's clock; durations are not shifted to its zero. */
const DURATIONS: ReadonlySet<string> = new Set(['stall', 'gap'])

type Schema = { readonly [name: string]: Column }
type Writable<T> = { -readonly [K in keyof T]: T[K] }
export type OpenRequests = Writable<Omit<RequestColumns, 'tables'>>
export type OpenTokens = Writable<TokenColumns>
export type OpenAttempts = Writable<Omit<AttemptColumns, 'tables'>>

/**
 * Holds rows in typed arrays until they are handed on. Storing a row writes numbers and nothing else; `take` copies what
 * is there, so that the arrays are used again.
 */
export class Recorder {
  readonly requests = openColumns(REQUEST_COLUMNS, REQUEST_ROWS) as unknown as OpenRequests
  readonly tokens = openColumns(TOKEN_COLUMNS, TOKEN_ROWS) as unknown as OpenTokens
  readonly attempts = openColumns(ATTEMPT_COLUMNS, ATTEMPT_ROWS) as unknown as OpenAttempts
  readonly streams = new CodeTable()
  readonly reasons = new CodeTable()
  readonly finishes = new CodeTable()
  readonly errors = new CodeTable()
  /** The run's replicas come first, in order: their index is their code. */
  readonly replicas: CodeTable
  readonly #full: () => void

  /** @param full called when no further row fits; calls `take`, or leaves the rows, which then are given more room */
  constructor(replicas: readonly string[], full: () => void) {
    this.replicas = new CodeTable(replicas)
    this.#full = full
  }

  /** Index of a free request row; every column of it must be written. */
  requestRow(): number {
    if (this.requests.rows === this.requests.request.length) this.#makeRoom(REQUEST_COLUMNS, this.requests as never)
    return this.requests.rows++
  }

  /** Index of a free row of attempts; every column of it must be written. */
  attemptRow(): number {
    if (this.attempts.rows === this.attempts.request.length) this.#makeRoom(ATTEMPT_COLUMNS, this.attempts as never)
    return this.attempts.rows++
  }

  token(request: number, at: number, gap: number, events: number, tokens: number): void {
    if (this.tokens.rows === this.tokens.request.length) this.#makeRoom(TOKEN_COLUMNS, this.tokens as never)
    const row = this.tokens.rows++
    this.tokens.request[row] = request
    this.tokens.at[row] = at
    this.tokens.gap[row] = gap
    this.tokens.events[row] = events
    this.tokens.tokens[row] = tokens
  }

  /** Only before the run's zero is known, in the warm-up, can rows not be handed on. */
  #makeRoom(schema: Schema, columns: { rows: number; [name: string]: unknown }): void {
    const { rows } = columns
    this.#full()
    if (columns.rows < rows) return
    const larger = openColumns(schema, 2 * rows)
    for (const name of Object.keys(schema)) {
      const values = larger[name] as Float64Array
      values.set(columns[name] as Float64Array)
      columns[name] = values
    }
  }

  /** What was recorded since the last call, with instants moved to the run's zero. */
  take(zero: number): Batch {
    const requests = copyColumns(REQUEST_COLUMNS, this.requests as never, zero)
    const tokens = copyColumns(TOKEN_COLUMNS, this.tokens as never, zero)
    const attempts = copyColumns(ATTEMPT_COLUMNS, this.attempts as never, zero)
    this.requests.rows = 0
    this.attempts.rows = 0
    this.tokens.rows = 0
    const tables = {
      phase: PHASES,
      outcome: OUTCOMES,
      counted_by: COUNT_SOURCES,
      replica: this.replicas.texts,
      stream: this.streams.texts,
      reason: this.reasons.texts,
      finish: this.finishes.texts,
      error: this.errors.texts,
    }
    const { replica, outcome, reason } = tables
    const attemptTables = { replica, outcome, reason, cause: ATTEMPT_CAUSES }
    return {
      requests: { ...requests, tables } as unknown as RequestColumns,
      tokens: tokens as unknown as TokenColumns,
      attempts: { ...attempts, tables: attemptTables } as unknown as AttemptColumns,
    }
  }
}

/** The buffers of a batch, to move it to another thread without a copy. */
export function transferables(batch: Batch): ArrayBuffer[] {
  const arrays = [...Object.values(batch.requests), ...Object.values(batch.tokens), ...Object.values(batch.attempts)]
  return arrays.filter((value) => ArrayBuffer.isView(value)).map((view) => view.buffer as ArrayBuffer)
}

function openColumns(schema: Schema, rows: number): { [name: string]: unknown } {
  const columns = Object.entries(schema).map(([name, column]) => [
    name,
    column.kind === 'i64' ? new Float64Array(rows) : new Int32Array(rows),
  ])
  return { rows: 0, ...Object.fromEntries(columns) }
}

function copyColumns(schema: Schema, open: { rows: number; [name: string]: unknown }, zero: number): { rows: number } {
  const copy: { rows: number; [name: string]: unknown } = { rows: open.rows }
  for (const [name, column] of Object.entries(schema)) {
    const values = (open[name] as Float64Array).slice(0, open.rows)
    if (column.kind === 'i64' && !DURATIONS.has(name)) for (let i = 0; i < values.length; i++) values[i] -= zero
    copy[name] = values
  }
  return copy
}
