import { spellTime } from '../words.ts'
import type { Rule } from './rule.ts'

/** A server's counters began again inside the window: what it had counted since the reading before is lost. §1 */
export const counterReset: Rule = ({ analysis: { attribution } }) => {
  const resets = attribution?.resets ?? []
  if (resets.length === 0) return []
  const told = resets.map(({ replica, source, at }) => `${replica ?? source} at ${spellTime(at)}`)
  return [
    {
      severity: 'warning',
      message: `counters began again at zero: ${told.join(', ')}`,
      fix: 'expected of a planned restart; else find out why the server restarted: means by server counters lack its last moments',
    },
  ]
}
