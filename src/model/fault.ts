import type { Nanos } from '../base/nanos.ts'

/** One planned trouble: what, on whom, when, for how long and how often. */
export interface Fault {
  /** Unique in the scenario. */
  name: string
  action: FaultAction
  which: { replica: string } | { random: string } | 'busiest'
  when: FaultStart
  /** Undone (or restarted) so long after it was issued; null: not before the end of the run. */
  duration: Nanos | null
  /** Rounds with `every` between their starts. `rotate`: the next round takes the next replica. */
  repeat: { times: number; every: Nanos; rotate: boolean }
  /** Argument list, no shell, that starts the replica again once `duration` is over; null: the platform does, or nobody. */
  restart: readonly string[] | null
}

export type FaultStart =
  /** Since the run's zero. */
  | { kind: 'at'; at: Nanos }
  /** Once so many requests were issued. */
  | { kind: 'after'; requests: number }
  | { kind: 'phase'; phase: 'measure'; offset: Nanos }

export const SIGNALS = ['KILL', 'TERM', 'INT', 'STOP'] as const
export type FaultSignal = (typeof SIGNALS)[number]

/**
 * `{replica}`, `{host}`, `{port}`, `{url}` and `{pid}` in texts and argument lists stand for those of the replica hit.
 * Argument lists never pass a shell.
 */
export type FaultAction =
  | {
      kind: 'process'
      signal: FaultSignal
      by: { port: true } | { pid: number } | { pidFile: string }
      /** The whole process tree. */
      tree: boolean
    }
  | { kind: 'command'; argv: readonly string[]; undo: readonly string[] | null; confirm: readonly string[] | null }
  | { kind: 'docker'; container: string; do: 'kill' | 'stop' | 'pause'; signal: FaultSignal }
  | {
      kind: 'kubectl'
      context: string | null
      namespace: string
      pod: string
      do: 'delete' | 'kill'
      /** Seconds of grace for `delete`; 0 kills at once. */
      grace: number
    }
  | { kind: 'systemd'; unit: string; signal: FaultSignal }
  | { kind: 'toxiproxy'; api: string; proxy: string; toxic: Toxic | null }
  | ({ kind: 'proxy' } & ProxyFault)

/** A toxic by Toxiproxy's own names; without one the proxy is disabled. */
export interface Toxic {
  type: string
  stream: 'downstream' | 'upstream'
  toxicity: number
  attributes: { readonly [name: string]: number }
}

/** What the embedded TCP proxy does to connections of one replica. */
export type ProxyFault =
  | { do: 'refuse' | 'reset' | 'black-hole' }
  | { do: 'delay'; delay: Nanos; jitter: Nanos }
  | { do: 'bandwidth'; bytesPerSecond: number }
  | { do: 'cut'; afterBytes: number }
  | { do: 'slow-close'; delay: Nanos }

/** Steps of one round of one fault, as events of the log. docs/methodology.md §8 */
export const FAULT_STEPS = [
  /** t0: about to be done. */
  'issued',
  /** Read back: it took effect. */
  'confirmed',
  /** It did not take effect: the run is invalid. */
  'failed',
  'undone',
  'undo-failed',
  /** The restart command was run. */
  'restarted',
  /** t3: the port accepts. */
  'port-open',
  /** t4: the health endpoint says ready. */
  'ready',
  /** t5: a one-token probe was answered. */
  'answers',
  /** It came back as another model. */
  'other-model',
  /** Its time never came, or its replica was not there. */
  'skipped',
] as const
export type FaultStep = (typeof FAULT_STEPS)[number]

/** How the impact of a fault is measured. docs/methodology.md §8 */
export interface ReliabilitySettings {
  /** Recovered: within this share of the reference… */
  tolerance: number
  /** …for so long. */
  hold: Nanos
  /** An ok answer of a hit request that paused longer was moved to another replica. */
  stall: Nanos
  /** Share of requests that should end ok, of which the error budget follows. */
  objective: number
  /** Goodput of a run of the same load with one replica less, per second; null: none was made. */
  nMinus1Goodput: number | null
}
