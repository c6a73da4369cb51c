import type { FleetDrill } from './fleet-drill.ts'
import type { FleetLoad, RealFleet } from './real-fleet.ts'
import type { Route } from './route.ts'

/** One drill with one fleet on one route. */
export interface Trial {
  fleet: RealFleet
  drill: FleetDrill
  route: Route
  /** Length of its load. */
  seconds: number
}

export const trialsOf = (fleet: RealFleet): Trial[] =>
  fleet.tried.flatMap(({ drill, seconds, routes }) => routes.map((route) => ({ fleet, drill, route, seconds })))

/** What its folders are called. */
export function trialName({ fleet, drill, route }: Trial): string[] {
  return [fleet.server.name, 'fleet', `${drill.name} ${route.name}`.replace(/\W+/g, '-')]
}

export const loadOf = ({ fleet, route }: Trial): FleetLoad => fleet.load[route.answers]
