import type { CodeTables, Column } from './columns.ts'

/** Why an attempt was made. */
export const ATTEMPT_CAUSES = ['first', 'retry', 'hedge'] as const
export type AttemptCause = (typeof ATTEMPT_CAUSES)[number]

/**
 * One row of `attempts/*.parquet` per wire call, where a scenario retries or hedges. Without these a request is its one
 * attempt and the table is not written.
 */
export const ATTEMPT_COLUMNS = {
  request: { kind: 'i32', required: true, definition: 'number of the sample, as in requests' },
  attempt: { kind: 'i32', required: true, definition: 'from 0, in order of issue' },
  cause: { kind: 'code', required: true, definition: 'first, retry or hedge' },
  replica: { kind: 'code', definition: 'name of the replica it went to' },
  issued: { kind: 'i64', required: true, unit: 'ns', definition: 'when it was taken up' },
  sent: { kind: 'i64', unit: 'ns', definition: 'when its bytes were handed to a connected socket' },
  headers: { kind: 'i64', unit: 'ns', definition: 'arrival of the response head' },
  first_token: { kind: 'i64', unit: 'ns', definition: 'arrival of the first token' },
  done: { kind: 'i64', required: true, unit: 'ns', definition: 'its end, in whatever way' },
  outcome: { kind: 'code', required: true, definition: 'as in requests; client_abort where another attempt won' },
  reason: { kind: 'code', definition: 'the finer cause; null when ok' },
  status: { kind: 'i32', definition: 'HTTP status' },
  tokens_seen: { kind: 'i32', required: true, unit: 'tokens', definition: 'output tokens counted on the wire' },
  bytes: { kind: 'i32', required: true, unit: 'bytes', definition: 'body bytes received' },
} as const satisfies { readonly [name: string]: Column }

type Arrays = {
  readonly [N in keyof typeof ATTEMPT_COLUMNS]: (typeof ATTEMPT_COLUMNS)[N]['kind'] extends 'i64'
    ? Float64Array
    : Int32Array
}

export type AttemptTables = Pick<CodeTables, 'replica' | 'outcome' | 'reason'> & { cause: readonly AttemptCause[] }

/** Attempts as columns. A code of −1 is null. */
export type AttemptColumns = Arrays & { readonly rows: number; readonly tables: AttemptTables }
