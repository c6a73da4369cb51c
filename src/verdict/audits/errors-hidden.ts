import type { MetricName } from '../../model/metric.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

const SEES_FAILURES: readonly MetricName[] = ['failed', 'availability', 'attainment', 'goodput', 'goodput.service']
/** Gaps are those of ok requests, whatever the metric is called; a rate of good requests is over all. */
const OK_ONLY = /^(ttft|latency|tpot|stall)\.(ok|service|visible)$|^itl\b/

/** Bounds over ok requests alone look better the more requests fail. docs/methodology.md §1 */
export const errorsHidden: Rule = ({ analysis: { books }, scenario: { slo } }) => {
  const { planned, outcomes } = books.measured
  const failed = planned - (outcomes.ok ?? 0)
  const okOnly = slo.run.filter(({ metric }) => OK_ONLY.test(metric))
  const seen = slo.run.some(({ metric }) => SEES_FAILURES.includes(metric))
  if (failed === 0 || okOnly.length === 0 || seen) return []
  return [
    {
      severity: 'error',
      message: `${spellShare(failed / planned)} of the requests failed and are not in ${okOnly.map(({ text }) => text).join(', ')}`,
      fix: 'bound the metric over all requests (without .ok or .service), or bound failed beside it',
      blocks: okOnly.map(({ metric }) => metric),
    },
  ]
}
