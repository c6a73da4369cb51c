import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** Idle power that moved over the run makes net energy a matter of when it was measured. docs/methodology.md §9 */
export const idlePowerDrift: Rule = ({ analysis: { economy } }) => {
  const drift = economy.energy === null || 'refused' in economy.energy ? null : (economy.energy.idle?.drift ?? null)
  if (drift === null || drift <= THRESHOLDS.idleDrift) return []
  return [
    {
      severity: 'warning',
      message: `idle power differed by ${spellShare(drift)} before and after the load`,
      fix: 'let the machines settle before and after, and read figures without .net',
    },
  ]
}
