import type { HitClass } from '../../../src/model/impact.ts'
import type { RealServer, Surface } from '../real-server.ts'
import type { FleetDrill } from './fleet-drill.ts'
import type { Answers, Route } from './route.ts'

/** Two requests at a time, one for each replica; little work, since all share few cores. */
export interface FleetLoad {
  dataset: object
  /** Seconds between two and the next two. */
  every: number
  /** `slo.run` of the scenario. */
  bounds: readonly string[]
}

/** Where requests come often enough for a rate before the fault. */
export const RELIABILITY_BOUNDS = ['recovery <= 30s', 'unavailable <= 5s', 'lost(requests) <= 10']
export const FEW_BOUNDS = ['failed <= 50%']

/** Two of one server, and what is tried with them. */
export interface RealFleet {
  readonly server: RealServer
  readonly surface: Surface
  readonly load: { readonly [answers in Answers]: FleetLoad }
  /** By length of the load in seconds: a server that is started again has to be back some time before its end. */
  readonly tried: readonly { drill: FleetDrill; seconds: number; routes: readonly Route[] }[]
  /** Failures that the server has ways of its own to bring about, by drill. */
  readonly hurt: { readonly [drill in FleetDrill['name']]?: readonly HitClass[] }
}
