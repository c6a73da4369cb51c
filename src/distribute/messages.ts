import type { MessagePort } from 'node:worker_threads'
import type { ExitCode, Place } from '../base/failure.ts'
import type { Nanos } from '../base/nanos.ts'
import type { Batch } from '../log/batch.ts'
import type { PlanSummary, Reading, RunEvent, RunManifest, Seal } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Member } from '../run/replica.ts'
import type { ShareEnd } from '../run/share.ts'

/** An error on its way between threads: a `Failure` by its parts, or a bug by its stack. */
export type CarriedError =
  | { failure: { code: string; message: string; exit: ExitCode; place: Place | undefined; hint: string | undefined } }
  | { bug: string }

export interface GeneratorInput {
  scenario: Scenario
  baseDir: string
  members: readonly Member[]
  /** Memory of the `FleetState` that all generators share. */
  fleet: SharedArrayBuffer
  lane: number
  lanes: number
  runId: string
  gauges: Int32Array
  /** Where batches go: straight to the log's thread. */
  log: MessagePort
}

export type ToGenerator =
  | { kind: 'start'; zero: Nanos }
  | { kind: 'join'; member: Member }
  | { kind: 'stop'; because: string }
  | { kind: 'close' }

export type FromGenerator =
  | { kind: 'ready'; plan: PlanSummary; promptBy: RunManifest['prompt'] }
  | { kind: 'event'; event: RunEvent }
  | { kind: 'joined' }
  | { kind: 'finished'; end: ShareEnd }
  | { kind: 'failed'; error: CarriedError }

export type ToLog =
  | { kind: 'generator'; port: MessagePort }
  | { kind: 'manifest'; manifest: RunManifest }
  | { kind: 'event'; event: RunEvent }
  | { kind: 'reading'; reading: Reading }
  | { kind: 'seal'; end: Pick<Seal, 'ended' | 'because' | 'exit' | 'at' | 'window'> }

export type FromLog =
  | { kind: 'opened' }
  | { kind: 'batch'; batch: Batch }
  | { kind: 'sealed'; seal: Seal }
  | { kind: 'failed'; error: CarriedError }

/** On the port from a generator to the log. */
export type ToLogPort = { kind: 'batch'; batch: Batch } | { kind: 'end' }
