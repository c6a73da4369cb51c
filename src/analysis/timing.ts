import type { RequestColumns } from '../model/columns.ts'
import { OUTCOMES } from '../model/outcome.ts'
import { PHASES } from '../model/phase.ts'

/** Code of `ok` in the outcome column. */
export const OK = OUTCOMES.indexOf('ok')
const MEASURE = PHASES.indexOf('measure')

export const isOk = (r: RequestColumns, row: number): boolean => r.outcome[row] === OK
export const isMeasured = (r: RequestColumns, row: number): boolean => r.phase[row] === MEASURE

/** One value of one request, NaN where it has none. Every duration of docs/methodology.md §1 is defined here. */
export type Timing = (r: RequestColumns, row: number) => number

/** Output tokens by the best source the log has; −1 when none. */
export const outputTokens: Timing = (r, row) => (r.tokens_out[row] >= 0 ? r.tokens_out[row] : r.tokens_seen[row])

export const TIMINGS = {
  ttft: (r, row) => r.first_token[row] - r.due[row],
  'ttft.service': (r, row) => r.first_token[row] - r.sent[row],
  'ttft.visible': (r, row) => r.first_visible[row] - r.due[row],
  latency: (r, row) => r.done[row] - r.due[row],
  'latency.service': (r, row) => r.done[row] - r.sent[row],
  tpot: (r, row) => {
    const tokens = outputTokens(r, row)
    return tokens < 2 ? Number.NaN : (r.done[row] - r.first_token[row]) / (tokens - 1)
  },
  stall: (r, row) => r.stall[row],
  lag: (r, row) => r.sent[row] - r.due[row],
  'tokens.in': (r, row) => known(r.tokens_in[row] >= 0 ? r.tokens_in[row] : r.input_asked[row]),
  'tokens.out': (r, row) => known(outputTokens(r, row)),
  'latency.perToken': (r, row) => {
    const tokens = outputTokens(r, row)
    return tokens < 1 ? Number.NaN : (r.done[row] - r.due[row]) / tokens
  },
} as const satisfies { readonly [name: string]: Timing }

export type TimingName = keyof typeof TIMINGS

const known = (tokens: number): number => (tokens < 0 ? Number.NaN : tokens)
