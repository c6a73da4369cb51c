import type { Clock } from '../base/clock.ts'
import type { Nanos } from '../base/nanos.ts'
import type { Batch } from '../log/batch.ts'
import type { RunEvent } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import type { Plan } from './plan.ts'
import type { Member } from './replica.ts'

export interface ShareOptions {
  scenario: Scenario
  /** Folder that the scenario's relative paths start from. */
  baseDir: string
  /** The fleet, in the order that all workers and the buffer have it in. */
  members: readonly Member[]
  /** Memory of a `FleetState` that all workers share. */
  fleet: SharedArrayBuffer
  /** This share is the lane-th of `lanes`; together they are the whole plan. */
  lane: number
  lanes: number
  runId: string
  clock: Clock
  deliver(batch: Batch): void
  event(event: RunEvent): void
  /** Shared with whoever watches: samples in flight, issued. */
  gauges: Int32Array
  /** Aborted: issue no more and let what is open end; its reason says why. */
  signal: AbortSignal
}

export interface ShareEnd {
  because: string
  /** Instant of the last issue decision, and of the last landing, on the run's clock. */
  issuedUntil: Nanos
  landedUntil: Nanos
}

/** One worker's share of a run, made ready: dataset open, plan drawn, connections open, targets warm. */
export interface Share {
  readonly plan: Plan
  readonly dataset: OpenDataset
  start(zero: Nanos): Promise<ShareEnd>
  /** One more replica to choose from. */
  join(member: Member): Promise<void>
  /** Breaks off what is still open and hands on the rest of the rows. */
  close(): Promise<void>
}
