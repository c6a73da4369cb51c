import { withStep } from '../fault-events.ts'
import type { Rule } from './rule.ts'

/** A replica that comes back as another model makes two fleets of one run. docs/methodology.md §8 */
export const replicaOtherModel: Rule = ({ analysis }) => {
  const changed = withStep(analysis, 'other-model')
  if (changed.length === 0) return []
  return [
    {
      severity: 'invalid',
      message: `${changed[0].replica} came back as another model: ${changed[0].because}`,
      fix: 'restart it with the command line it was first started with',
    },
  ]
}
