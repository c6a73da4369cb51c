import { NS_PER_S } from '../../base/nanos.ts'
import type { RequestColumns } from '../../model/columns.ts'
import { isMeasured, isOk } from '../timing.ts'
import type { Window } from '../window.ts'

/** Counts per second by when requests were due, over whole seconds from `from` on. docs/methodology.md §8 */
export interface Bins {
  n: number
  offered: Float64Array
  ok: Float64Array
  good: Float64Array
}

/** Measured requests due in a range, which is cut to whole seconds at its end. */
export function binsFrom(requests: RequestColumns, good: Uint8Array, { from, to }: Window): Bins {
  const n = Math.max(0, Math.floor((to - from) / NS_PER_S))
  const bins: Bins = { n, offered: new Float64Array(n), ok: new Float64Array(n), good: new Float64Array(n) }
  for (let row = 0; row < requests.rows; row++) {
    const bin = Math.floor((requests.due[row] - from) / NS_PER_S)
    if (bin < 0 || bin >= n || !isMeasured(requests, row)) continue
    bins.offered[bin]++
    if (isOk(requests, row)) bins.ok[bin]++
    if (good[row] === 1) bins.good[bin]++
  }
  return bins
}

/** The same as if some of the requests had ended well: what another fault did to them is not this one's. */
export function binsSparing(spared: Int32Array, requests: RequestColumns, good: Uint8Array, range: Window): Bins {
  const bins = binsFrom(requests, good, range)
  for (const row of spared) {
    const bin = Math.floor((requests.due[row] - range.from) / NS_PER_S)
    if (bin < 0 || bin >= bins.n || !isMeasured(requests, row)) continue
    if (!isOk(requests, row)) bins.ok[bin]++
    if (good[row] !== 1) bins.good[bin]++
  }
  return bins
}

/** Share of each second's requests that failed, NaN where none was due. */
export const failedShares = ({ offered, ok }: Bins): Float64Array => offered.map((n, bin) => (n - ok[bin]) / n)

/** Mean of the values that are there, NaN where none is. */
export function meanOf(values: Float64Array, from = 0, to = values.length): number {
  let sum = 0
  let n = 0
  for (let i = from; i < to; i++) {
    if (Number.isNaN(values[i])) continue
    sum += values[i]
    n++
  }
  return sum / n
}

/** Seconds in which fewer than half of the due requests ended ok: all of them, and the longest run. */
export function unavailableSeconds({ n, offered, ok }: Bins): { total: number; longest: number } {
  let [total, longest, run] = [0, 0, 0]
  for (let bin = 0; bin < n; bin++) {
    run = offered[bin] > 0 && ok[bin] * 2 < offered[bin] ? run + 1 : 0
    if (run > 0) total++
    longest = Math.max(longest, run)
  }
  return { total, longest }
}

/** The longest run of seconds in which requests were due and none ended ok, and how many they were. */
export function darkSeconds({ n, offered, ok }: Bins): { longest: number; requests: number } {
  let most = { longest: 0, requests: 0 }
  let run = { longest: 0, requests: 0 }
  for (let bin = 0; bin < n; bin++) {
    const dark = offered[bin] > 0 && ok[bin] === 0
    run = dark ? { longest: run.longest + 1, requests: run.requests + offered[bin] } : { longest: 0, requests: 0 }
    if (run.longest > most.longest) most = run
  }
  return most
}
