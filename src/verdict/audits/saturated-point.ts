import { METRICS, type MetricName } from '../../model/metric.ts'
import { spellShare } from '../words.ts'
import type { Evidence, Rule } from './rule.ts'

/** A backlog that grows makes latency a matter of when the run ended: such a point cannot pass. §7.4 */
export const saturatedPoint: Rule = (evidence) => {
  const { slope, completionRatio, saturated } = evidence.analysis.validity.backlog
  if (!saturated || !isSteadyOpenLoop(evidence)) return []
  return [
    {
      severity: 'warning',
      message: `the backlog grows by ${slope.toPrecision(3)} requests/s (${spellShare(completionRatio)} of arrivals completed): latencies are lower bounds`,
      fix: 'lower the rate, or read the latencies as "at least"',
      blocks: performanceMetrics,
    },
  ]
}

/** Closed loops and bursts have no backlog to grow; a rate that rises by plan brings its own. */
function isSteadyOpenLoop({ scenario: { load } }: Evidence): boolean {
  if (load.loop === 'mlperf') return load.scenario === 'server'
  return load.loop === 'open' && load.arrivals.kind !== 'stages' && load.arrivals.kind !== 'trace'
}

const performanceMetrics = (Object.keys(METRICS) as MetricName[]).filter(
  (name) => METRICS[name].dimension === 'performance',
)
