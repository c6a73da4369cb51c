import { eventsOfFaults, FAULT_METRICS, nameRounds, withStep } from '../fault-events.ts'
import type { Rule } from './rule.ts'

/** A run that was to hit a replica and did not says nothing of what it was made for. docs/methodology.md §8 */
export const faultSkipped: Rule = ({ analysis, scenario }) => {
  const skipped = withStep(analysis, 'skipped')
  const told = new Set(eventsOfFaults(analysis).map(({ fault }) => fault))
  const never = analysis.seal?.ended === 'complete' ? scenario.faults.filter(({ name }) => !told.has(name)) : []
  if (skipped.length + never.length === 0) return []
  const what =
    skipped.length > 0
      ? `${nameRounds(skipped)} was skipped: ${skipped[0].because}`
      : `fault ${never[0].name} never came to its turn`
  return [
    {
      severity: analysis.impacts.length === 0 ? 'invalid' : 'error',
      message: what,
      fix: 'let the faults start within the load, and leave time between their rounds for the replica to return',
      blocks: FAULT_METRICS,
    },
  ]
}
