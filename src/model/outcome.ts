/**
 * How one planned sample ended: the exclusive list of docs/methodology.md §1, in the order in which it is decided. The
 * position in this list is the code the log's columns hold while they are numbers.
 */
export const OUTCOMES = [
  'ok',
  'not_sent',
  'connect',
  'tls',
  'rejected',
  'http_3xx',
  'http_4xx',
  'http_5xx',
  'timeout_first',
  'timeout_total',
  'hung',
  'stream_error',
  'reset',
  'truncated',
  'aborted',
  'malformed',
  'empty',
  'short',
  'wrong',
  'client_abort',
] as const

export type Outcome = (typeof OUTCOMES)[number]

/** One line of each outcome's meaning, for glossaries and tables. */
export const OUTCOME_MEANING: { readonly [outcome in Outcome]: string } = {
  ok: 'the answer came whole and in form',
  not_sent: 'planned but never issued',
  connect: 'no connection: refused, unreachable, name not found, or connect timer ran out',
  tls: 'TLS handshake failed',
  rejected: 'turned away by admission control (429, or 503 that says so)',
  http_3xx: 'a redirect, which is not followed',
  http_4xx: 'the server calls the request wrong: the experiment is broken',
  http_5xx: 'the server failed',
  timeout_first: 'first token later than the first-token timer',
  timeout_total: 'tokens still came when the total timer ran out',
  hung: 'no progress for the stall limit after the first token, or open at the end of the drain',
  stream_error: 'HTTP 2xx that carries an error',
  reset: 'connection ended before the first event',
  truncated: 'connection ended in mid-answer',
  aborted: 'the server says it gave up (finish_reason abort)',
  malformed: 'not HTTP, not JSON, not UTF-8 or not the promised media type',
  empty: 'ended in form with zero tokens',
  short: 'fewer tokens than the length contract',
  wrong: 'failed an inline check',
  client_abort: 'given up by Tailgate itself',
}

/**
 * The finer cause kept beside an outcome, and the outcome it belongs to. Errors by status are `http_` and the status,
 * so any `http_404` counts as listed. `not_sent` has its own reasons, given by whoever did not send.
 */
export const REASONS = {
  dns_error: 'connect',
  conn_refused: 'connect',
  conn_unreachable: 'connect',
  conn_timeout: 'connect',
  tls_error: 'tls',
  timeout_headers: 'timeout_first',
  timeout_ttft: 'timeout_first',
  timeout_total: 'timeout_total',
  timeout_gap: 'hung',
  open_at_drain: 'hung',
  stream_error: 'stream_error',
  conn_reset: 'reset',
  stale_connection: 'reset',
  truncated: 'truncated',
  finish_abort: 'aborted',
  protocol_error: 'malformed',
  empty_stream: 'empty',
  ok_short: 'short',
  cancelled: 'client_abort',
  /** This host had no file or port left for a connection. */
  local_limit: 'client_abort',
  /** Of an attempt, never of a request. */
  overtaken: 'client_abort',
} as const satisfies { readonly [reason: string]: Outcome }

export type Reason = keyof typeof REASONS | `http_${number}`

/** Finish reasons by which servers say that they gave an answer up: outcome `aborted`. */
export const ABORT_FINISHES: ReadonlySet<string> = new Set(['abort', 'aborted', 'cancelled', 'canceled', 'error'])

/** Facts kept beside an outcome, as bits of the `flags` column. They change no outcome. */
export const FLAGS = {
  /** finish_reason came, `[DONE]` did not. */
  missing_done: 1,
  /** The terminal event came, then the body's framing was violated. */
  missing_end: 2,
  /** Close-delimited body: a cut cannot be seen. */
  unframed: 4,
  /** The server's usage differs from the tokens counted on the wire by more than 1 %. */
  usage_mismatch: 8,
  /** The last event was not ended by an empty line. */
  truncated_event: 16,
  /** The connection had served an earlier request when it was reset: may be a keep-alive race. */
  stale_connection: 32,
  /** Every event of a stream of many came in one read at its end. */
  proxy_buffered: 64,
  /** A stream was asked for, and the answer came as one body: it has no time of a first token. */
  not_streamed: 128,
} as const

export type Flag = keyof typeof FLAGS

/** How output tokens were counted, best source first (protocol order of trust). */
export const COUNT_SOURCES = ['none', 'usage', 'continuous_usage', 'token_ids', 'logprobs', 'events'] as const
export type CountSource = (typeof COUNT_SOURCES)[number]
