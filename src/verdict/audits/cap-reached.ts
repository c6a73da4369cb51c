import type { Analysis } from '../../model/analysis.ts'
import type { Scenario } from '../../model/scenario.ts'
import { lagLimit } from '../lag-limit.ts'
import { spellTime } from '../words.ts'
import type { Rule } from './rule.ts'

/** Workers share a cap, so one may be at its share of it while the sum is a little below. */
const NEARLY = 0.9

/** Whether requests waited for a place: their lag is the cap's doing, which was asked for, not the generator's. */
export function isCapped({ validity }: Analysis, { load }: Scenario): boolean {
  return load.loop === 'open' && load.cap !== null && validity.peakInFlight >= NEARLY * load.cap
}

/** With a cap in effect, waiting for a place is part of latency, and lateness of our own cannot be told from it. §2 */
export const capReached: Rule = ({ analysis, scenario }) => {
  const { lag } = analysis.validity
  if (!isCapped(analysis, scenario) || lag.p99 <= lagLimit(scenario)) return []
  return [
    {
      severity: 'warning',
      message: `requests waited up to ${spellTime(lag.max)} for a place under the concurrency cap; the wait is in their latency`,
      fix: 'remove load.cap to see the fleet without it',
    },
  ]
}
