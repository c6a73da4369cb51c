import type { Impact } from '../../model/impact.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellTime } from '../words.ts'
import type { Rule } from './rule.ts'

/** Too little before a fault makes a poor reference, too little after it a recovery that may not last. §8 */
export const faultWindowShort: Rule = ({ analysis }) => {
  const short = analysis.impacts.flatMap((impact) => complaint(impact) ?? [])
  if (short.length === 0) return []
  const more = short.length > 1 ? `, and ${short.length - 1} more like it` : ''
  return [
    {
      severity: 'warning',
      message: `${short[0]}${more}`,
      fix: 'lengthen the load, or put the faults further apart',
    },
  ]
}

function complaint({ fault, round, reference, observed, milestones, recovery }: Impact): string | null {
  const name = `fault ${fault}, round ${round + 1}`
  const before = reference.inherited ? 0 : milestones.issued - reference.from
  const after = observed.to - observed.from
  const wanted = Math.max(THRESHOLDS.afterFault, THRESHOLDS.recoveriesAfterFault * (recovery?.value ?? 0))
  if (before < THRESHOLDS.beforeFault) {
    return `${name} has ${spellTime(before)} of steady load before it, less than ${spellTime(THRESHOLDS.beforeFault)}`
  }
  return after < wanted ? `${name} was watched for ${spellTime(after)}, less than ${spellTime(wanted)}` : null
}
