import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** Wall and monotonic clock must run alike; LoadGen's limits. docs/methodology.md §11 */
export const clockStep: Rule = ({ analysis: { validity } }) => {
  if (validity.clockDrift <= THRESHOLDS.clockWarning) return []
  return [
    {
      severity: validity.clockDrift > THRESHOLDS.clockStep ? 'invalid' : 'warning',
      message: `wall clock and monotonic clock differ by ${spellShare(validity.clockDrift)}`,
      fix: 'the host was suspended or its clock was set during the run: run again with a steady clock',
    },
  ]
}
