import type { Scenario } from '../model/scenario.ts'
import { THRESHOLDS } from './thresholds.ts'

/**
 * How late the generator may be at p99: 10 ms, or 5 % of the tightest target that is counted from due. Bounds on tpot,
 * itl and stall, and on a spread, are differences of arrivals, from which lateness cancels. docs/methodology.md §2
 */
export function lagLimit({ slo }: Scenario): number {
  const times = [...slo.request, ...slo.run.filter(({ stat }) => stat !== 'stddev')]
  const fromDue = times.filter(({ metric }) => /^(ttft|latency)\b/.test(metric))
  return Math.min(THRESHOLDS.lag, ...fromDue.map(({ limit }) => limit * THRESHOLDS.lagShare))
}
