import { cacheFolder } from '../cache.ts'
import { Impossible } from '../prerequisite.ts'
import { checkLeftovers, markOf } from './leftovers.ts'
import type { RealFleet } from './real-fleet.ts'
import { startPair, stopPair } from './replica.ts'
import { type FleetDrilled, runDrill } from './run-drill.ts'
import { type Trial, trialName, trialsOf } from './trial.ts'

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
  for (const trial of trialsOf(fleet)) {
    const outcome = await tryOne(trial).catch(outcomeOf)
    told({ server, route: trial.route.name, drill: trial.drill.name, outcome })
  }
}

async function tryOne(trial: Trial): Promise<FleetTried['outcome']> {
  await trial.route.require()
  const pair = await startPair(trial.fleet.server)
  let drilled: FleetDrilled
  try {
    drilled = await runDrill(trial, pair)
  } finally {
    await stopPair(pair)
  }
  await checkLeftovers(drilled.list, pair, markOf(trialName(trial)))
  return { kind: 'drilled', drilled }
}

const outcomeOf = (error: unknown): Exclude<FleetTried['outcome'], { kind: 'drilled' }> => {
  if (error instanceof Impossible) return { kind: 'impossible', why: error.message }
  return { kind: 'broken', why: error instanceof Error ? error.message : String(error) }
}
