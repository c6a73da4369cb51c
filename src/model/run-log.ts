import type { ExitCode } from '../base/failure.ts'
import type { Nanos } from '../base/nanos.ts'
import type { FaultStep } from './fault.ts'
import type { Outcome } from './outcome.ts'
import type { Scenario } from './scenario.ts'

export const LOG_FORMAT = 1

/** `run.json`: what was intended and what was found, written before the first request. */
export interface RunManifest {
  log: typeof LOG_FORMAT
  /** Name of the run's folder. */
  run: string
  tailgate: string
  /** Wall-clock time of the run's zero, ISO 8601. Known once the load starts; the manifest is then rewritten. */
  started: string
  scenario: Scenario
  /** SHA-256 of the scenario's canonical form. */
  fingerprint: string
  plan: PlanSummary
  targets: readonly Discovered[]
  host: HostFacts
  clock: { source: string; grain: Nanos }
  workers: number
  /** How prompts were given their length. */
  prompt: 'ids' | 'text' | 'dataset' | 'tensors'
}

export interface PlanSummary {
  loop: 'open' | 'closed'
  /** Those that are owed: without an open loop's tail. null in a closed loop that time ends. */
  queries: number | null
  samplesPerQuery: number
  /** Measured window on the run's clock; `to` is null where only the end of the load decides it. */
  window: { from: Nanos; to: Nanos | null }
  /** SHA-256 over order (uint32 LE) and schedule (uint64 LE ns): two hosts can prove they run one plan. */
  digest: string | null
}

/** What a target said of itself. */
export interface Discovered {
  name: string
  server: string
  version: string | null
  model: string | null
  maxModelLen: number | null
}

export interface HostFacts {
  cpu: string
  cores: number
  memory: number
  os: string
  node: string
}

/** One line of `events.jsonl`, on the run's clock. */
export type RunEvent = { at: Nanos } & (
  | { kind: 'phase'; phase: 'warmup' | 'measure' | 'drain' | 'end' }
  | { kind: 'clock'; wall: number }
  | {
      kind: 'generator'
      worker: number
      lagP99: Nanos
      loopDelayP99: Nanos
      cpu: number
      inFlight: number
      rss: number
    }
  | { kind: 'target'; replica: string; state: TargetState; because: string }
  | {
      kind: 'fault'
      fault: string
      /** From 0. */
      round: number
      replica: string
      step: FaultStep
      /** `SIGKILL`, `proxy delay`, … */
      method: string
      because: string
    }
  | { kind: 'note'; id: string; text: string }
)

/** What became of a replica in the eyes of the client: its requests follow. */
export type TargetState = 'joined' | 'gone' | 'ready' | 'unready' | 'ejected' | 'half-open' | 'admitted'

/** One line of `readings.jsonl`: a value an outside meter gave, on the run's clock. */
export interface Reading {
  at: Nanos
  source: string
  name: string
  labels?: { readonly [label: string]: string }
  value: number
}

export type Ended = 'complete' | 'interrupted' | 'aborted'

/** `seal.json`, written last: a log without it was interrupted. */
export interface Seal {
  ended: Ended
  because: string
  /** The exit code of a run that ended before it could be judged; null: its verdict decides. */
  exit: ExitCode | null
  at: Nanos
  window: { from: Nanos; to: Nanos }
  /** Planned samples over all phases, and how each ended. */
  planned: number
  outcomes: { readonly [outcome in Outcome]?: number }
  tokenRows: number
  parts: readonly { file: string; rows: number; bytes: number; sha256: string }[]
}
