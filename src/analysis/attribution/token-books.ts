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
 * agree where all load is ours and every counter was read before the first request and after the last. §1
 */
export function tokenBooks(
  requests: RequestColumns,
  series: readonly ServerSeries[],
  restarts: (of: ServerSeries) => readonly number[],
): TokenBooks {
  if (series.length === 0) return refuse('no server counts its output tokens')
  const run = runSpan(requests)
  let server = 0
  for (const one of series) {
    const last = one.points[one.points.length - 1].at
    if (one.readSince > run.from || last < run.to) return refuse('the counters were not read over the whole run')
    const { delta, resets } = counterDelta(one, { from: nanos(one.readSince), to: nanos(last) }, restarts(one))
    if (resets.length > 0)
      return refuse('a server started again, and what it had counted since it was last read is lost')
    server += delta
  }
  const output = outputTokens(requests)
  let client = 0
  for (let row = 0; row < requests.rows; row++) client += Math.max(0, output(row))
  return { tokens: { client, server }, because: null }
}

const refuse = (because: string): TokenBooks => ({ tokens: null, because })

function runSpan({ rows, sent, done }: RequestColumns): { from: number; to: number } {
  const span = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY }
  for (let row = 0; row < rows; row++) {
    if (sent[row] < span.from) span.from = sent[row]
    if (done[row] > span.to) span.to = done[row]
  }
  return span
}
