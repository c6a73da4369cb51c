import type { RequestColumns } from '../../model/columns.ts'
import type { Window } from '../window.ts'

/** Wire calls per request that was issued, over requests due in a range; NaN where there was none. §8 */
export function attemptsPerRequest({ rows, due, attempts }: RequestColumns, { from, to }: Window): number {
  let [calls, n] = [0, 0]
  for (let row = 0; row < rows; row++) {
    if (due[row] < from || due[row] >= to || attempts[row] < 1) continue
    calls += attempts[row]
    n++
  }
  return calls / n
}
