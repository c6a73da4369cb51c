import type { Nanos } from '../../base/nanos.ts'
import type { PlanSummary, RunEvent } from '../../model/run-log.ts'
import type { ProtocolName } from '../../model/scenario.ts'
import type { TargetAccess } from '../replica.ts'

/** A replica as faults see it. */
export interface FaultTarget {
  name: string
  /** The server's own, not that of a proxy before it: its port tells which process is the server. */
  url: string
  protocol: ProtocolName
  model: string | null
  access: TargetAccess
}

/** What faults may know of the run, and tell it. */
export interface FaultWorld {
  /** On the run's clock, ns since its zero. */
  now(): Nanos
  event(event: RunEvent): void
  /** Those that are there, and those that have left. */
  replicas(): readonly FaultTarget[]
  /** It has left the fleet: nobody is there to be hit. */
  isGone(replica: string): boolean
  inFlight(replica: string): number
  issued(): number
}

/** Injects a scenario's faults while a run goes on, and undoes them whatever happens. */
export interface FaultDirector {
  /** @throws Failure of exit `usage` for a fault that would come after the end of the load */
  check(plan: PlanSummary): void
  /** The run's zero has come. */
  start(): void
  /**
   * No more rounds; undoes what is not undone, and resolves when that is done. Owed on every way out, also when the load
   * never began: until then a watchdog process stands by.
   */
  finish(): Promise<void>
}
