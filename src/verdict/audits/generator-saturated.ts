import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import { drivesFlatOut, isOverloaded } from './generator-bottleneck.ts'
import type { Rule } from './rule.ts'

/** A load without a schedule runs until something is full; here that was the generator. docs/methodology.md §2 */
export const generatorSaturated: Rule = ({ analysis: { validity }, scenario }) => {
  if (!drivesFlatOut(scenario) || !isOverloaded(validity)) return []
  return [
    {
      severity: 'warning',
      message: `a generator thread used ${spellShare(validity.cpuMedian)} of its core (remarked from ${spellShare(THRESHOLDS.generatorCpu)}): the throughput is a lower bound of the fleet's`,
      fix: 'raise workers, or use more generator hosts',
    },
  ]
}
