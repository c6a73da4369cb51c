import type { Attribution } from '../../model/attribution.ts'
import type { RequestColumns } from '../../model/columns.ts'
import { sortInPlace } from '../../stats/quantile.ts'
import type { Window } from '../window.ts'
import type { ServerSeries } from './server-series.ts'

/**
 * Client's requests in flight against what the servers run and queue, at each reading in the window: requests on the
 * way, in a gateway, or given up by one side alone. Per replica where both sides name it. docs/methodology.md §1
 */
export function inFlightGap(
  requests: RequestColumns,
  running: readonly ServerSeries[],
  waiting: readonly ServerSeries[],
  window: Window,
): Attribution['inFlight'] {
  let [sum, max, n] = [0, 0, 0]
  for (const [replica, own] of Map.groupBy(running, ({ replica }) => replica)) {
    const codes = codesOf(requests, replica)
    if (codes === null) continue
    const queues = waiting.filter((series) => series.replica === replica)
    const server = atEachReading([...own, ...queues], window)
    const client = inFlight(requests, codes)
    for (const [at, count] of server) {
      const gap = client(at) - count
      sum += gap
      n++
      if (Math.abs(gap) > Math.abs(max)) max = gap
    }
  }
  return n === 0 ? null : { mean: sum / n, max, n }
}

/** Which requests went to it: all of them where nobody names replicas. null: the client knows of none of that name. */
function codesOf({ tables }: RequestColumns, replica: string | null): number | 'all' | null {
  if (replica === null) return 'all'
  const code = tables.replica.indexOf(replica)
  return code < 0 ? null : code
}

/** Sums over series, at the instants at which all of them were read: some alone are less than what the client sees. */
function atEachReading(all: readonly ServerSeries[], { from, to }: Window): Map<number, number> {
  const read = new Map<number, number[]>()
  for (const { points } of all) {
    for (const { at, value } of points) if (at >= from && at < to) read.set(at, [...(read.get(at) ?? []), value])
  }
  const whole = [...read].filter(([, values]) => values.length === all.length)
  return new Map(whole.map(([at, values]) => [at, values.reduce((sum, value) => sum + value, 0)]))
}

function inFlight(requests: RequestColumns, code: number | 'all'): (at: number) => number {
  const sent: number[] = []
  const done: number[] = []
  for (let row = 0; row < requests.rows; row++) {
    if (code !== 'all' && requests.replica[row] !== code) continue
    if (Number.isNaN(requests.sent[row]) || Number.isNaN(requests.done[row])) continue
    sent.push(requests.sent[row])
    done.push(requests.done[row])
  }
  const starts = sortInPlace(Float64Array.from(sent))
  const ends = sortInPlace(Float64Array.from(done))
  return (at) => upTo(starts, at) - upTo(ends, at)
}

/** How many sorted values are at most `at`. */
function upTo(sorted: ArrayLike<number>, at: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (sorted[middle] <= at) low = middle + 1
    else high = middle
  }
  return low
}
