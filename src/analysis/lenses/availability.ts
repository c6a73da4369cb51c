import { NS_PER_S } from '../../base/nanos.ts'
import { OUTCOMES } from '../../model/outcome.ts'
import { single } from '../figures.ts'
import type { Slice } from '../slice.ts'
import { isOk } from '../timing.ts'
import type { Lens } from './lens.ts'

const REJECTED = OUTCOMES.indexOf('rejected')

/** Shares of the requests that were due: answered, failed, turned away; and the share of seconds that worked. §1 */
export const availability: Lens = (slice) => {
  const { requests } = slice.view
  const n = slice.cohort.length
  if (n === 0) return []
  const ok = slice.count((row) => isOk(requests, row))
  const rejected = slice.count((row) => requests.outcome[row] === REJECTED)
  const seconds = workingSeconds(slice)
  return [
    single(slice, 'availability', ok / n, n),
    single(slice, 'availability.time', seconds.worked / seconds.all, seconds.all),
    single(slice, 'failed', (n - ok) / n, n),
    single(slice, 'rejected', rejected / n, n),
  ]
}

/** Seconds in which requests were due, and those of them in which at least half ended ok. */
function workingSeconds({ view: { requests, window }, cohort }: Slice): { all: number; worked: number } {
  const bins = Math.ceil((window.to - window.from) / NS_PER_S) + 1
  const due = new Uint32Array(bins)
  const ok = new Uint32Array(bins)
  for (const row of cohort) {
    const second = Math.floor((requests.due[row] - window.from) / NS_PER_S)
    due[second]++
    if (isOk(requests, row)) ok[second]++
  }
  let [all, worked] = [0, 0]
  for (let second = 0; second < bins; second++) {
    if (due[second] > 0) all++
    if (due[second] > 0 && ok[second] * 2 >= due[second]) worked++
  }
  return { all, worked }
}
