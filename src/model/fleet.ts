import type { Nanos } from '../base/nanos.ts'
import type { Outcome } from './outcome.ts'

export const BALANCERS = [
  'round-robin',
  'random',
  'least-requests',
  'least-tokens',
  'power-of-two',
  'session',
  'prefix',
] as const
export type BalancerName = (typeof BALANCERS)[number]

/** The replicas as one thing: where they come from, who gets a request, and what happens when one does not answer. */
export interface FleetSettings {
  /** null: the targets as listed. */
  discover: FleetSource | null
  /** One address hides several replicas. */
  gateway: boolean
  /** Response header in which a gateway names the replica that answered, lower case; null: nobody says. */
  replicaHeader: string | null
  /**
   * The replicas that a gateway hides, by the names it gives them, at addresses of their own: for faults and meters. No
   * load goes there.
   */
  behind: readonly { name: string; url: string }[]
  balance: BalanceSettings
  /** Readiness polling; null: none. */
  health: HealthSettings | null
  /** Passive ejection; null: none. */
  ejection: EjectionSettings | null
  /** null: never, the default. A request is never sent again after the first byte of an answer's body. */
  retries: RetrySettings | null
  /** null: never, the default. */
  hedge: HedgeSettings | null
}

export type FleetSource =
  /** Every address of each target's host name is a replica. */
  | { kind: 'dns'; every: Nanos }
  /** Pods behind a service, or by label, through `kubectl`; the one target is their pattern. */
  | {
      kind: 'kubernetes'
      context: string | null
      namespace: string
      select: { service: string } | { selector: string }
      port: number
    }

export interface BalanceSettings {
  policy: BalancerName
  /** Of random choices and ties. */
  seed: string
  /** Of `random`: by replica name, 1 where not given. */
  weights: { readonly [replica: string]: number }
  /** Of `prefix`: how many tokens of the prompt decide. */
  prefixTokens: number
  /** Of `session` and `prefix`: a replica with more than this many times the mean in flight is passed over. */
  overload: number
}

export interface HealthSettings {
  /** null: `/health`, or `/v2/health/ready` for Triton's protocols. */
  path: string | null
  every: Nanos
  timeout: Nanos
  /** Polls in a row without a 2xx until the replica gets no more requests. */
  failures: number
}

export interface EjectionSettings {
  /** Failures in a row until the replica gets no more requests. */
  failures: number
  /** How long; doubled each time the probe after it fails, at most `longest`. */
  backoff: Nanos
  longest: Nanos
}

export interface RetrySettings {
  /** Wire calls at most, the first included. */
  attempts: number
  /** Outcomes that are tried again. */
  on: readonly Outcome[]
  backoff: Nanos
}

export interface HedgeSettings {
  /** Without a body byte for so long, a second attempt goes to another replica; the first to answer wins. */
  after: Nanos
}
