import type { MetricName } from '../model/metric.ts'
import type { Scenario } from '../model/scenario.ts'
import type { RunBound } from '../model/slo.ts'
import { THRESHOLDS } from './thresholds.ts'

/** Metrics that fall with every failed request, so that a bound on one says how many failures are tolerated. */
const COUNTS_FAILURES: readonly MetricName[] = [
  'failed',
  'availability',
  'attainment',
  'lost.requests',
  'availability.after',
  'affected',
  'budget.used',
]
const COUNTS_GOOD: readonly MetricName[] = ['attainment', 'goodput', 'goodput.tokens']

const noFailures: RunBound = { text: 'failed <= 0%', metric: 'failed', stat: 'value', compare: '<=', limit: 0 }

const mostGood: RunBound = {
  text: `attainment >= ${THRESHOLDS.attainment * 100}%`,
  metric: 'attainment',
  stat: 'value',
  compare: '>=',
  limit: THRESHOLDS.attainment,
}

/**
 * Bounds a scenario leaves unsaid: no request may fail where none says how many, and most must be good where the
 * scenario says what good is but not how many. docs/methodology.md §4.3
 */
export function impliedBounds({ slo }: Scenario): RunBound[] {
  const bounds = (metrics: readonly MetricName[]) => slo.run.some(({ metric }) => metrics.includes(metric))
  return [
    ...(bounds(COUNTS_FAILURES) ? [] : [noFailures]),
    ...(slo.request.length > 0 && !bounds(COUNTS_GOOD) ? [mostGood] : []),
  ]
}
