import { nameRounds, withStep } from '../fault-events.ts'
import type { Rule } from './rule.ts'

/** What was broken on purpose may still be broken. docs/methodology.md §8 */
export const undoFailed: Rule = ({ analysis }) => {
  const failed = withStep(analysis, 'undo-failed')
  if (failed.length === 0) return []
  return [
    {
      severity: 'error',
      message: `${nameRounds(failed)} could not be undone: ${failed[0].because}`,
      fix: 'restore the replica by hand; whatever ran after it ran on a broken fleet',
    },
  ]
}
