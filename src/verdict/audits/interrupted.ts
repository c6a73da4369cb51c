import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Rule } from './rule.ts'

/** What is left of a run that was cut off is shown, and can fail a bound, but cannot pass one. */
export const interrupted: Rule = ({ analysis: { seal, books } }) => {
  if (seal?.ended === 'complete') return []
  const why = seal === null ? 'the log was never sealed' : seal.because || seal.ended
  const lost = books.unrecorded > 0 ? `; ${books.unrecorded} planned samples have no record` : ''
  return [
    {
      severity: 'error',
      message: `the run was cut off: ${why}${lost}`,
      fix: 'run it again to its end',
      blocks: Object.keys(METRICS) as MetricName[],
    },
  ]
}
