import type { FaultStep } from '../../../src/model/fault.ts'
import type { HitClass } from '../../../src/model/impact.ts'
import type { Replica } from './replica.ts'

/** One of two replicas gets into trouble under load. */
export interface FleetDrill {
  readonly name: 'kill' | 'hang' | 'drain'
  /** The fault of the scenario, without whom and when. */
  fault(victim: Replica): object
  /** `timeouts` of the scenario's requests. */
  readonly timeouts: object
  /** Steps the log must hold, in this order. */
  readonly steps: readonly FaultStep[]
  /** As the report names it. */
  readonly method: string
  /** The victim's own counters live through it. */
  readonly spares: boolean
  /** How a request that it hit may fail, besides those of the way the load takes. */
  readonly hurt: readonly HitClass[]
}

/** Seconds since the load began: just after two requests were due, so that each replica has one. */
export const FAULT_AT = 12.03
/** Long enough for several requests to be missing from the victim: only then is it known to be left out. */
export const FAULT_FOR = 8
