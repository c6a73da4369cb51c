import type { CountSource, Outcome } from './outcome.ts'
import type { Phase } from './phase.ts'

/**
 * `i32`: an integer, −1 in memory and null in the file where there is no value (except `request` and `query`, which are
 * never null and negative before zero). `i64`: an instant or a duration, NaN in memory and null in the file where there
 * is none. `code`: a number that stands for a text of a table, −1 for null; the file holds the text.
 */
export interface Column {
  kind: 'i32' | 'i64' | 'code'
  /** Every row has a value. */
  required?: true
  unit?: 'ns' | 'tokens' | 'bytes'
  definition: string
}

/** One row of `requests/*.parquet` per planned sample, whatever happened to it. Instants are ns since the run's zero. */
export const REQUEST_COLUMNS = {
  request: {
    kind: 'i32',
    required: true,
    definition: 'number of the sample in the plan, unique; warm-up before zero counts down from −1',
  },
  query: { kind: 'i32', required: true, definition: 'number of the query the sample belongs to' },
  sample: { kind: 'i32', required: true, definition: 'index of the dataset row, LoadGen’s sample_idx' },
  phase: { kind: 'code', required: true, definition: 'warmup, measure or tail' },
  stream: { kind: 'code', definition: 'label of the part of the load it belongs to' },
  replica: { kind: 'code', definition: 'name of the target it was sent to; null when never sent' },
  worker: { kind: 'i32', required: true, definition: 'generator thread' },
  attempts: { kind: 'i32', required: true, definition: 'wire calls made' },
  due: {
    kind: 'i64',
    required: true,
    unit: 'ns',
    definition: 'when the plan wanted it sent; in a closed loop, when its slot was to be filled again',
  },
  issued: { kind: 'i64', unit: 'ns', definition: 'when the issuer took it up' },
  sent: { kind: 'i64', unit: 'ns', definition: 'when its bytes were handed to a connected socket' },
  headers: { kind: 'i64', unit: 'ns', definition: 'arrival of the response head' },
  first_event: {
    kind: 'i64',
    unit: 'ns',
    definition: 'arrival of the first event of any kind; not streamed: first body byte',
  },
  first_token: { kind: 'i64', unit: 'ns', definition: 'arrival of the first non-empty token of any kind' },
  first_visible: { kind: 'i64', unit: 'ns', definition: 'arrival of the first token that is visible text' },
  last_token: { kind: 'i64', unit: 'ns', definition: 'arrival of the last token' },
  done: { kind: 'i64', unit: 'ns', definition: 'arrival of the terminal event, or the instant of failure' },
  outcome: { kind: 'code', required: true, definition: 'the exclusive outcome of docs/methodology.md §1.3' },
  reason: { kind: 'code', definition: 'the finer cause; null when ok' },
  status: { kind: 'i32', definition: 'HTTP status' },
  finish: {
    kind: 'code',
    definition: 'finish_reason as the server spelled it, at most 64 characters, secrets removed',
  },
  flags: { kind: 'i32', required: true, definition: 'bits of docs/log.md: missing_done 1, missing_end 2, …' },
  input_asked: { kind: 'i32', unit: 'tokens', definition: 'prompt length the dataset wanted' },
  output_asked: { kind: 'i32', unit: 'tokens', definition: 'output length asked for' },
  tokens_in: { kind: 'i32', unit: 'tokens', definition: 'prompt tokens by the server’s usage' },
  tokens_cached: { kind: 'i32', unit: 'tokens', definition: 'prompt tokens the server took from its cache' },
  tokens_out: { kind: 'i32', unit: 'tokens', definition: 'output tokens by the best source, see counted_by' },
  tokens_seen: { kind: 'i32', unit: 'tokens', definition: 'output tokens counted on the wire' },
  counted_by: {
    kind: 'code',
    definition: 'source of tokens_out: usage, continuous_usage, token_ids, logprobs, events',
  },
  events: { kind: 'i32', required: true, definition: 'token-bearing events' },
  reads: { kind: 'i32', required: true, definition: 'network reads that held token-bearing events' },
  stall: { kind: 'i64', unit: 'ns', definition: 'largest gap between two reads with tokens' },
  bytes: { kind: 'i32', required: true, unit: 'bytes', definition: 'body bytes received' },
  error: { kind: 'code', definition: 'the server’s or the system’s message, at most 512 characters, secrets removed' },
} as const satisfies { readonly [name: string]: Column }

/**
 * One row of `tokens/*.parquet` per network read that held token-bearing events, as they were appended. All events of a
 * read share its stamp, so a row stands for `events` events: the first after `gap`, the others after zero.
 */
export const TOKEN_COLUMNS = {
  request: { kind: 'i32', required: true, definition: 'number of the sample, as in requests' },
  at: { kind: 'i64', required: true, unit: 'ns', definition: 'arrival' },
  gap: { kind: 'i64', unit: 'ns', definition: 'since the request’s previous row; null in its first' },
  events: { kind: 'i32', required: true, definition: 'token-bearing events in the read' },
  tokens: {
    kind: 'i32',
    required: true,
    unit: 'tokens',
    definition: 'output tokens in the read, by the best source per event',
  },
} as const satisfies { readonly [name: string]: Column }

type Arrays<C extends { readonly [name: string]: Column }> = {
  readonly [N in keyof C]: C[N]['kind'] extends 'i64' ? Float64Array : Int32Array
}

/** The texts that codes stand for. `outcome`, `phase` and `counted_by` have fixed tables in `model/`. */
export interface CodeTables {
  phase: readonly Phase[]
  outcome: readonly Outcome[]
  counted_by: readonly CountSource[]
  stream: readonly string[]
  replica: readonly string[]
  reason: readonly string[]
  finish: readonly string[]
  error: readonly string[]
}

/** Requests as columns; `rows` of each array count. A code of −1 is null. */
export type RequestColumns = Arrays<typeof REQUEST_COLUMNS> & { readonly rows: number; readonly tables: CodeTables }

/** Token reads as columns; rows of one request are in order of arrival. */
export type TokenColumns = Arrays<typeof TOKEN_COLUMNS> & { readonly rows: number }
