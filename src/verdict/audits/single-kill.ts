import type { Rule } from './rule.ts'

/** However many requests it hit, one fault is one observation of how a fleet recovers. docs/methodology.md §8 */
export const singleKill: Rule = ({ analysis: { impacts } }) => {
  if (impacts.length !== 1) return []
  return [
    {
      severity: 'warning',
      message: `one fault, ${impacts[0].fault}, is one observation of recovery: it says nothing of how it scatters`,
      fix: 'repeat it (faults: repeat) with rotation, and read the median and the range',
    },
  ]
}
