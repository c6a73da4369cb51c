import type { FleetSettings } from '../../model/fleet.ts'
import { spellTime } from '../spell.ts'
import { given, type Mapping } from './given.ts'

/** The `fleet` of a scenario file. */
export function fleetOf(fleet: FleetSettings): Mapping {
  const { discover, gateway, replicaHeader, behind, balance, health, ejection, retries, hedge } = fleet
  return given({
    discover: discover && sourceOf(discover),
    gateway,
    replicaHeader,
    behind: behind.length > 0 ? behind : null,
    balance,
    health: health && given({ ...health, every: spellTime(health.every), timeout: spellTime(health.timeout) }),
    ejection: ejection && {
      failures: ejection.failures,
      backoff: spellTime(ejection.backoff),
      longest: spellTime(ejection.longest),
    },
    retries: retries && { ...retries, backoff: spellTime(retries.backoff) },
    hedge: hedge && { after: spellTime(hedge.after) },
  })
}

function sourceOf(source: NonNullable<FleetSettings['discover']>): Mapping {
  if (source.kind === 'dns') return { dns: { every: spellTime(source.every) } }
  const { kind: _, select, ...rest } = source
  return { kubernetes: given({ ...rest, ...select }) }
}
