import { nanos } from '../../base/nanos.ts'
import type { RequestColumns } from '../../model/columns.ts'
import { outputTokens } from '../timing.ts'
import { counterDelta } from './counter-delta.ts'
import type { ServerSeries } from './server-series.ts'

export type TokenBooks =
  | { tokens: { client: number; server: number }; because: null }
  | { tokens: null; because: string }

/**
 * Output tokens of the whole run, warm-up and failures included, by the client and by the servers' counters. They must
 * agree where all load is ours and every counter was read before the first request and after the last; what had ended
 * before any counter was first read is left out. docs/methodology.md §1
 */
export function tokenBooks(
  requests: RequestColumns,
  series: readonly ServerSeries[],
  restarts: (of: ServerSeries) => readonly number[],
): TokenBooks {
  if (series.length === 0) return refuse('no server counts its output tokens')
  const read = { first: Number.POSITIVE_INFINITY, all: Number.NEGATIVE_INFINITY, until: Number.POSITIVE_INFINITY }
  let server = 0
  for (const one of series) {
    const until = one.points[one.points.length - 1].at
    const { delta, resets } = counterDelta(one, { from: nanos(one.readSince), to: nanos(until) }, restarts(one))
    if (resets.length > 0) return refuse('a server started again, and what it counted since it was last read is lost')
    server += delta
    read.first = Math.min(read.first, one.readSince)
    read.all = Math.max(read.all, one.readSince)
    read.until = Math.min(read.until, until)
  }
  const client = clientTokens(requests, read)
  return client === null
    ? refuse('the counters were not read over the whole run')
    : { tokens: { client, server }, because: null }
}

const refuse = (because: string): TokenBooks => ({ tokens: null, because })

/** null: a request was under way when a counter was first or last read. */
function clientTokens(
  requests: RequestColumns,
  { first, all, until }: { first: number; all: number; until: number },
): number | null {
  const { rows, sent, done } = requests
  const output = outputTokens(requests)
  let client = 0
  for (let row = 0; row < rows; row++) {
    if (Number.isNaN(sent[row]) || done[row] < first) continue
    if (sent[row] < all || !(done[row] <= until)) return null
    client += Math.max(0, output(row))
  }
  return client
}
