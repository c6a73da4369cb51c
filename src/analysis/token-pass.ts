import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import { Coverage } from './coverage.ts'
import { GapStore } from './gap-store.ts'
import { binOf, type Grid } from './grid.ts'
import { rowIndex } from './row-index.ts'
import { isMeasured, isOk, outputTokens } from './timing.ts'
import type { Window } from './window.ts'

/** What the arrivals of tokens say. */
export interface TokenFlow {
  /** Output tokens of each request that arrived inside the window. */
  inWindow: Float64Array
  /** Gaps of measured ok requests. */
  gaps: GapStore
  /** Arrivals per bin of the grid. */
  perBin: Float64Array
}

/**
 * One pass over the token log. A request whose reads were not logged has its tokens spread evenly from its first to its
 * last; one whose server counted differently from the wire has its reads scaled to the server's count.
 * docs/methodology.md §1
 */
export async function passTokens(
  batches: Iterable<TokenColumns> | AsyncIterable<TokenColumns>,
  requests: RequestColumns,
  window: Window,
  grid: Grid,
): Promise<TokenFlow> {
  const flow = { inWindow: new Float64Array(requests.rows), gaps: new GapStore(), perBin: new Float64Array(grid.bins) }
  const seen = new Float64Array(requests.rows)
  const rowOf = rowIndex(requests)
  for await (const batch of batches) take(batch, requests, rowOf, window, grid, flow, seen)
  settle(requests, window, grid, flow, seen)
  return flow
}

function take(
  batch: TokenColumns,
  requests: RequestColumns,
  rowOf: (request: number) => number,
  window: Window,
  grid: Grid,
  flow: TokenFlow,
  seen: Float64Array,
): void {
  const { request, at, gap, events, tokens, rows } = batch
  const output = outputTokens(requests)
  let number = Number.NaN
  let row = -1
  let pooled = false
  let scale = 1
  for (let i = 0; i < rows; i++) {
    if (request[i] !== number) {
      number = request[i]
      row = rowOf(number)
      pooled = row >= 0 && isOk(requests, row) && isMeasured(requests, row)
      const wire = requests.tokens_seen[row]
      scale = wire > 0 && output(row) > 0 ? output(row) / wire : 1
    }
    if (row < 0) continue
    const counted = tokens[i] * scale
    seen[row] += counted
    if (at[i] >= window.from && at[i] < window.to) flow.inWindow[row] += counted
    const bin = binOf(grid, at[i])
    if (bin >= 0) flow.perBin[bin] += counted
    if (pooled) flow.gaps.add(requests.stream[row], requests.replica[row], gap[i], events[i], tokens[i])
  }
}

function settle(requests: RequestColumns, window: Window, grid: Grid, flow: TokenFlow, seen: Float64Array): void {
  const spread = new Coverage(grid.from, grid.bin, grid.bins)
  const output = outputTokens(requests)
  for (let row = 0; row < requests.rows; row++) {
    const tokens = output(row)
    if (tokens <= 0) continue
    if (seen[row] > 0) {
      if (tokens !== seen[row]) flow.inWindow[row] *= tokens / seen[row]
      continue
    }
    const last = Number.isNaN(requests.last_token[row]) ? requests.done[row] : requests.last_token[row]
    if (Number.isNaN(last)) continue
    const first = Number.isNaN(requests.first_token[row]) ? last : Math.min(requests.first_token[row], last)
    flow.inWindow[row] = evenlyInside(first, last, tokens, window)
    if (last > first) spread.add(first, last, tokens / (last - first))
    else if (binOf(grid, last) >= 0) flow.perBin[binOf(grid, last)] += tokens
  }
  for (const [bin, tokens] of spread.bins(1).entries()) flow.perBin[bin] += tokens
}

/** How many of `tokens` evenly spaced instants from `first` to `last`, both included, lie in the window. */
function evenlyInside(first: number, last: number, tokens: number, window: Window): number {
  const step = tokens < 2 ? 0 : (last - first) / (tokens - 1)
  if (step === 0) return last >= window.from && last < window.to ? tokens : 0
  const before = (instant: number) => Math.min(tokens, Math.max(0, Math.ceil((instant - first) / step)))
  return before(window.to) - before(window.from)
}
