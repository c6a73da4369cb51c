import { cacheFolder } from '../cache.ts'
import { Impossible } from '../prerequisite.ts'
import type { FleetDrill } from './fleet-drill.ts'
import { checkLeftovers, markOf } from './leftovers.ts'
import type { RealFleet } from './real-fleet.ts'
import { startPair, stopPair } from './replica.ts'
import type { Route } from './route.ts'
import { drillName, type FleetDrilled, runDrill } from './run-drill.ts'

/** One drill on one route, for the table. */
export interface FleetTried {
  server: string
  route: string
  drill: string
  outcome:
    | { kind: 'drilled'; drilled: FleetDrilled }
    | { kind: 'broken'; why: string }
    | { kind: 'impossible'; why: string }
}

/** Installs the server where it is not yet, and tries each drill on each route with two new ones. */
export async function tryFleet(fleet: RealFleet, told: (tried: FleetTried) => void): Promise<void> {
  const server = fleet.server.name
  try {
    await fleet.server.install(cacheFolder(server))
  } catch (error) {
    told({ server, route: '', drill: 'install', outcome: outcomeOf(error) })
    return
  }
  for (const { drill, routes } of fleet.tried) {
    for (const route of routes) {
      const outcome = await tryDrill(fleet, drill, route).catch(outcomeOf)
      told({ server, route: route.name, drill: drill.name, outcome })
    }
  }
}

async function tryDrill(fleet: RealFleet, drill: FleetDrill, route: Route): Promise<FleetTried['outcome']> {
  await route.require()
  const pair = await startPair(fleet.server)
  let drilled: FleetDrilled
  try {
    drilled = await runDrill(fleet, drill, route, pair)
  } finally {
    await stopPair(pair)
  }
  await checkLeftovers(drilled.list, pair, markOf(drillName(fleet, drill, route)))
  return { kind: 'drilled', drilled }
}

const outcomeOf = (error: unknown): Exclude<FleetTried['outcome'], { kind: 'drilled' }> => {
  if (error instanceof Impossible) return { kind: 'impossible', why: error.message }
  return { kind: 'broken', why: error instanceof Error ? error.message : String(error) }
}
