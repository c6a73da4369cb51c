import type { Bounded } from '../../../src/model/impact.ts'
import { formatDuration } from '../../../src/report/format.ts'
import type { Book } from './book-checks.ts'
import type { FleetDrilled } from './run-drill.ts'
import type { FleetTried } from './try-fleet.ts'

/** Tokens stand as the log has them / as the server's own counters have them. */
export const FLEET_HEAD = [
  ...['servers', 'drill', 'route', 'planned', 'ok', 'hit', 'detection', 'eviction', 'unavailable', 'recovery'],
  ...['lost', 'survivor tokens', 'victim tokens', 'checks', 'result'],
]

export function fleetRowOf({ server, route, drill, outcome }: FleetTried): string[] {
  const name = [`2 ${server}`, drill, route]
  if (outcome.kind !== 'drilled') return [...name, ...Array(10).fill(''), outcome.kind, '']
  const { list, result, impact, survivor, victim } = outcome.drilled
  const { books } = result
  const checks = `${list.passed} of ${list.passed + list.failures.length}`
  const tokens = [tokensOf(survivor), victim === null ? '–' : tokensOf(victim)]
  return [...name, `${books.planned}`, `${books.outcomes.ok ?? 0}`, ...feltOf(impact), ...tokens, checks, result.result]
}

function feltOf({ hits, detection, eviction, unavailable, recovery, lost }: FleetDrilled['impact']): string[] {
  const classes = Object.entries(hits.classes).map(([hit, n]) => `${n} ${hit}`)
  const total = typeof lost.total === 'number' ? `${lost.atLeast ? '≥ ' : ''}${Math.round(lost.total)}` : '–'
  return [
    classes.join(', ') || 'nobody',
    detection === null ? '–' : formatDuration(detection),
    bounded(eviction),
    formatDuration(unavailable.total),
    bounded(recovery),
    total,
  ]
}

const bounded = (duration: Bounded | null): string =>
  duration === null ? '–' : `${duration.atLeast ? '≥ ' : ''}${formatDuration(duration.value)}`

const tokensOf = ({ client, server }: Book): string => `${client.outputTokens} / ${server.outputTokens}`
