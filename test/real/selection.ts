import { REAL_FLEETS } from './fleets/index.ts'
import type { RealFleet } from './fleets/real-fleet.ts'
import type { RealServer } from './real-server.ts'
import { REAL_SERVERS } from './servers/index.ts'

/** What is tried. */
export interface Selection {
  servers: readonly Selected<{ server: RealServer }>[]
  fleets: readonly Selected<{ fleet: RealFleet }>[]
}

/** named: asked for by its name, so what cannot be tried then has failed. */
type Selected<T> = T & { named: boolean }

const FLEET = 'fleet'

/**
 * What an argument list asks for: servers by name, `fleet` for two of one at a time or `fleet:NAME` for two of one
 * server, `--light` for single servers that install in minutes, nothing for all.
 * @throws Error naming what there is
 */
export function select(args: readonly string[]): Selection {
  const light = args.includes('--light')
  const names = args.filter((arg) => arg !== '--light')
  const known = [...REAL_SERVERS.map(({ name }) => name), FLEET, ...REAL_FLEETS.map(fleetName)]
  const unknown = names.find((name) => !known.includes(name))
  if (unknown !== undefined) throw new Error(`nothing is called ${unknown}; there are ${known.join(', ')} and --light`)
  const all = args.length === 0
  const servers = REAL_SERVERS.map((server) => ({ server, named: names.includes(server.name) }))
  const fleets = REAL_FLEETS.map((fleet) => ({
    fleet,
    named: names.includes(FLEET) || names.includes(fleetName(fleet)),
  }))
  return {
    servers: servers.filter(({ server, named }) => named || all || (light && server.light)),
    fleets: fleets.filter(({ named }) => named || all),
  }
}

const fleetName = ({ server }: RealFleet): string => `${FLEET}:${server.name}`
