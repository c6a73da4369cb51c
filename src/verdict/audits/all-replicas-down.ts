import type { Analysis } from '../../model/analysis.ts'
import type { Scenario } from '../../model/scenario.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellTime } from '../words.ts'
import type { Rule } from './rule.ts'

/** When nobody answers, the fault took the fleet and not a replica. docs/methodology.md §8 */
export const allReplicasDown: Rule = ({ analysis, scenario }) => {
  const out = allOutAt(analysis, scenario)
  const dark = analysis.impacts.filter(({ dark }) => dark.requests >= THRESHOLDS.darkRequests)
  if (out === null && dark.length === 0) return []
  const message =
    dark.length > 0
      ? `after fault ${dark[0].fault} no request ended ok for ${spellTime(dark[0].dark.longest)}, ${dark[0].dark.requests} in a row`
      : `at ${spellTime(out ?? 0)} every replica was left out: none took requests`
  return [
    {
      severity: 'warning',
      message,
      fix: 'have more replicas than the fault takes, and look at what the others died of',
    },
  ]
}

/**
 * The first instant at which each replica ever heard of was out: those listed, or those that joined where they are
 * discovered. Null: there was none.
 */
function allOutAt({ events }: Analysis, { targets }: Scenario): number | null {
  const isDiscovered = events.some((event) => event.kind === 'target' && event.state === 'joined')
  const known = new Set(isDiscovered ? [] : targets.map(({ name }) => name))
  const out = new Set<string>()
  for (const event of events) {
    if (event.kind !== 'target') continue
    known.add(event.replica)
    if (event.state === 'ejected' || event.state === 'unready' || event.state === 'gone') out.add(event.replica)
    else out.delete(event.replica)
    if (known.size > 1 && out.size === known.size) return event.at
  }
  return null
}
