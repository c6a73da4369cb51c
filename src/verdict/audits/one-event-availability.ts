import type { MetricName } from '../../model/metric.ts'
import type { Rule } from './rule.ts'

const CLAIMS: readonly MetricName[] = ['availability', 'availability.time', 'availability.after']

/** Failures of one event come together: the share of requests they make is not an availability. §12.1 */
export const oneEventAvailability: Rule = ({ analysis, scenario }) => {
  const claim = scenario.slo.run.find(({ metric }) => CLAIMS.includes(metric))
  if (claim === undefined || analysis.impacts.length !== 1) return []
  return [
    {
      severity: 'warning',
      message: `${claim.text} rests on one fault: its interval holds within this event, not for the fleet`,
      fix: 'repeat the fault, and give the availability with how often such faults come',
    },
  ]
}
