import type { Outcome } from '../../model/outcome.ts'
import { OUTCOMES } from '../../model/outcome.ts'
import { OK } from '../timing.ts'
import type { Window } from '../window.ts'
import type { Scene } from './scene.ts'

/**
 * Failures above the rate before, by outcome: the hit set where nobody says which replica answered.
 * docs/methodology.md §8
 * @param open rows in flight at the fault
 * @param before range whose rate is taken off
 * @param since due from the fault until recovery has held
 */
export function estimateHits(
  { requests }: Scene,
  open: Int32Array,
  before: Window,
  since: Window,
): { [outcome in Exclude<Outcome, 'ok'>]?: number } {
  const caught = new Set(open)
  const usual = new Float64Array(OUTCOMES.length)
  const seen = new Float64Array(OUTCOMES.length)
  let [usualN, seenN] = [0, 0]
  for (let row = 0; row < requests.rows; row++) {
    const due = requests.due[row]
    if (caught.has(row) || (due >= since.from && due < since.to)) {
      seen[requests.outcome[row]]++
      seenN++
    } else if (due >= before.from && due < before.to) {
      usual[requests.outcome[row]]++
      usualN++
    }
  }
  const above = OUTCOMES.map((name, code) => {
    const expected = usualN === 0 ? 0 : (usual[code] / usualN) * seenN
    return [name, code === OK ? 0 : Math.max(0, Math.round(seen[code] - expected))] as const
  })
  return Object.fromEntries(above.filter(([, n]) => n > 0))
}
