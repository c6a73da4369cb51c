import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** Requests that the generator itself gave up are no fault of the fleet's. §1 */
export const clientAbort: Rule = ({ analysis: { books } }) => {
  const n = books.measured.outcomes.client_abort ?? 0
  if (n <= THRESHOLDS.clientAbortShare * books.measured.planned) return []
  return [
    {
      severity: 'invalid',
      message: `Tailgate itself gave up ${spellShare(n / books.measured.planned)} of the requests`,
      fix: 'look at the causes in the outcome table; let the run end by itself, and raise ulimit -n where files ran out',
    },
  ]
}
