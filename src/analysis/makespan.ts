import type { RequestColumns } from '../model/columns.ts'

/** Last end − first send, in ns; NaN when nothing was sent. docs/methodology.md §1 */
export function makespan({ sent, done }: RequestColumns, cohort: Int32Array): number {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  for (const row of cohort) {
    if (sent[row] < first) first = sent[row]
    if (done[row] > last) last = done[row]
  }
  return last > first ? last - first : Number.NaN
}
