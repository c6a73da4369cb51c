import type { RequestColumns } from '../model/columns.ts'
import type { RequestBound } from '../model/slo.ts'
import { atMost } from '../stats/slack.ts'
import { isOk, outputTokens, TIMINGS, type Timing } from './timing.ts'

/**
 * 1 for each request that ended ok and met every per-request bound. A request of fewer than two tokens has no tpot and
 * no stall, and meets bounds on them for want of a value. docs/methodology.md §1
 * @param from where ttft and latency are counted from
 */
export function goodRequests(
  requests: RequestColumns,
  bounds: readonly RequestBound[],
  from: 'due' | 'sent',
): Uint8Array {
  const good = new Uint8Array(requests.rows)
  const tests = bounds.map((bound) => ({ ...bound, value: timingOf(bound.metric, from)(requests) }))
  const tokens = outputTokens(requests)
  for (let row = 0; row < requests.rows; row++) {
    if (isOk(requests, row) && tests.every((test) => meets(row, test, tokens))) good[row] = 1
  }
  return good
}

type Test = RequestBound & { value: (row: number) => number }

function meets(row: number, bound: Test, tokens: (row: number) => number): boolean {
  const value = bound.value(row)
  if (!Number.isNaN(value)) return atMost(value, bound.limit)
  return bound.metric === 'stall' || (bound.metric === 'tpot' && tokens(row) < 2)
}

function timingOf(metric: RequestBound['metric'], from: 'due' | 'sent'): Timing {
  if (from === 'sent' && (metric === 'ttft' || metric === 'latency')) return TIMINGS[`${metric}.service`]
  return TIMINGS[metric]
}
