import { NS_PER_S } from '../../base/nanos.ts'
import type { RequestColumns } from '../../model/columns.ts'
import { single } from '../figures.ts'
import { makespan } from '../makespan.ts'
import { isOk } from '../timing.ts'
import type { Lens } from './lens.ts'

/** Rates as other tools count them, for agreement checks. docs/methodology.md §1 */
export const peers: Lens = (slice) => {
  const { requests, window, manifest } = slice.view
  const { cohort } = slice
  if (!slice.whole || cohort.length < 2) return []
  const load = manifest.scenario.load
  const offline = load.loop === 'mlperf' && load.scenario === 'offline'
  const last = lastQuery(requests, cohort)
  const done = (offline ? lastDone(requests, cohort, null) : lastDone(requests, cohort, last.query)) - window.from
  const ok = slice.count((row) => isOk(requests, row))
  const samples = offline ? cohort.length : cohort.length - 1
  const due = last.due - window.from
  const length = makespan(requests, cohort)
  return [
    ...(length > 0 ? [single(slice, 'throughput.makespan', (ok / length) * NS_PER_S, ok)] : []),
    ...(done > 0 ? [single(slice, 'throughput.mlperf', (samples / done) * NS_PER_S, cohort.length)] : []),
    ...(due > 0 ? [single(slice, 'offered.mlperf', (samples / due) * NS_PER_S, cohort.length)] : []),
  ]
}

/** The query issued last, which LoadGen times the run by. */
function lastQuery({ query, due }: RequestColumns, cohort: Int32Array): { query: number; due: number } {
  let last = cohort[0]
  for (const row of cohort) {
    if (due[row] > due[last] || (due[row] === due[last] && query[row] > query[last])) last = row
  }
  return { query: query[last], due: due[last] }
}

function lastDone({ query, done }: RequestColumns, cohort: Int32Array, of: number | null): number {
  let last = Number.NEGATIVE_INFINITY
  for (const row of cohort) if ((of === null || query[row] === of) && done[row] > last) last = done[row]
  return last
}
