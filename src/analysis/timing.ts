import type { RequestColumns } from '../model/columns.ts'
import { OUTCOMES } from '../model/outcome.ts'
import { PHASES } from '../model/phase.ts'

/** Code of `ok` in the outcome column. */
export const OK = OUTCOMES.indexOf('ok')
const MEASURE = PHASES.indexOf('measure')

export const isOk = (r: RequestColumns, row: number): boolean => r.outcome[row] === OK
export const isMeasured = (r: RequestColumns, row: number): boolean => r.phase[row] === MEASURE

/**
 * One value of every request by its row, NaN where it has none. Given the columns first, so that a pass over millions
 * of rows looks each column up once.
 */
export type Timing = (r: RequestColumns) => (row: number) => number

const between =
  (from: 'due' | 'sent', to: 'first_token' | 'first_visible' | 'done' | 'sent'): Timing =>
  (r) => {
    const [start, end] = [r[from], r[to]]
    return (row) => end[row] - start[row]
  }

/** Output tokens by the best source the log has; −1 when none. */
export const outputTokens: Timing = ({ tokens_out, tokens_seen }) => {
  return (row) => (tokens_out[row] >= 0 ? tokens_out[row] : tokens_seen[row])
}

/** Every duration of docs/methodology.md §1 is defined here, and the lengths beside them. */
export const TIMINGS = {
  ttft: between('due', 'first_token'),
  'ttft.service': between('sent', 'first_token'),
  'ttft.visible': between('due', 'first_visible'),
  latency: between('due', 'done'),
  'latency.service': between('sent', 'done'),
  lag: between('due', 'sent'),
  stall: ({ stall }) => {
    return (row) => stall[row]
  },
  tpot: (r) => {
    const { done, first_token } = r
    const tokens = outputTokens(r)
    return (row) => (tokens(row) < 2 ? Number.NaN : (done[row] - first_token[row]) / (tokens(row) - 1))
  },
  'latency.perToken': (r) => {
    const { done, due } = r
    const tokens = outputTokens(r)
    return (row) => (tokens(row) < 1 ? Number.NaN : (done[row] - due[row]) / tokens(row))
  },
  'tokens.in': ({ tokens_in, input_asked }) => {
    return (row) => known(tokens_in[row] >= 0 ? tokens_in[row] : input_asked[row])
  },
  'tokens.out': (r) => {
    const tokens = outputTokens(r)
    return (row) => known(tokens(row))
  },
} as const satisfies { readonly [name: string]: Timing }

export type TimingName = keyof typeof TIMINGS

const known = (tokens: number): number => (tokens < 0 ? Number.NaN : tokens)
