import type { Impact, OfferedRate } from '../../model/impact.ts'
import type { Scenario } from '../../model/scenario.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spell } from '../words.ts'
import type { Rule } from './rule.ts'

/** Recovery and what was lost are held against the goodput before: of another rate they say nothing. docs/methodology.md §8 */
export const unsteadyLoad: Rule = ({ analysis: { impacts }, scenario: { load } }) => {
  const changed = isOpen(load) ? impacts.filter(rateChanged) : []
  if (changed.length === 0) return []
  const [{ fault, round, offered }] = changed
  const more = changed.length > 1 ? `, and ${changed.length - 1} more like it` : ''
  return [
    {
      severity: 'warning',
      message: `the load went from ${spell(offered.before.rate, '1/s')} to ${spell(offered.since.rate, '1/s')} around fault ${fault}, round ${round + 1}${more}: recovery, dip and lost requests are held against the rate before`,
      fix: 'keep the rate steady from a minute before a fault until its recovery has held',
    },
  ]
}

/** In a closed loop the rate falls with the fleet, as it should. */
const isOpen = (load: Scenario['load']): boolean =>
  load.loop === 'open' || (load.loop === 'mlperf' && load.scenario === 'server')

/** By more than a tenth, and by more than random arrivals would. */
function rateChanged({ offered: { before, since } }: Impact): boolean {
  const change = Math.abs(since.rate - before.rate)
  const noise = Math.sqrt(varianceOf(before) + varianceOf(since))
  return change > THRESHOLDS.unsteadyShare * before.rate && change > THRESHOLDS.unsteadySigmas * noise
}

/** Of a Poisson process. */
const varianceOf = ({ rate, seconds }: OfferedRate): number => rate / seconds
