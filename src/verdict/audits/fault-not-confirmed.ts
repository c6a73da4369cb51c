import { eventsOfFaults, nameRound, nameRounds } from '../fault-events.ts'
import type { Rule } from './rule.ts'

/** A fault that was not seen to take effect makes a green run mean nothing. docs/methodology.md §8 */
export const faultNotConfirmed: Rule = ({ analysis }) => {
  const events = eventsOfFaults(analysis)
  const failed = events.filter(({ step }) => step === 'failed')
  const settled = new Set(events.filter(({ step }) => step === 'confirmed' || step === 'failed').map(nameRound))
  const unseen = events.filter((event) => event.step === 'issued' && !settled.has(nameRound(event)))
  if (failed.length + unseen.length === 0) return []
  const why = failed.length > 0 ? `: ${failed[0].because}` : ', it was not read back'
  return [
    {
      severity: 'invalid',
      message: `${nameRounds([...failed, ...unseen])} did not take effect${why}`,
      fix: 'look at what the fault would do with --dry-run, and at the rights and names it needs',
    },
  ]
}
