import type { Nanos } from '../base/nanos.ts'
import type { Phase } from '../model/phase.ts'

/**
 * Who is asked what, and when, fixed before the first byte leaves. Queries are numbered from 0 and may be asked for in
 * any order, so that worker i of n takes every n-th and the union is the whole plan.
 */
export type Plan = OpenPlan | ClosedPlan

interface PlanCommon {
  /** Samples every query carries. */
  readonly samplesPerQuery: number
  /** Dataset index of the k-th sample of a query. */
  sample(query: number, k: number): number
  phase(query: number): Phase
  /** Measured window; `to` null: until the load ends. */
  readonly window: { readonly from: Nanos; readonly to: Nanos | null }
}

export interface OpenPlan extends PlanCommon {
  readonly loop: 'open'
  readonly queries: number
  /** When each query is due, ns since the run's zero, never decreasing. */
  readonly due: Float64Array
  /** At most this many samples in flight; null: no cap. */
  readonly cap: number | null
  /** Queries from here on belong to the tail and are dropped once the measured ones have ended. */
  readonly tailFrom: number
  /** LoadGen's `max_async_queries` and `max_*`, checked after each issue. */
  readonly limits: Limits
}

export interface ClosedPlan extends PlanCommon {
  readonly loop: 'closed'
  readonly slots: number
  readonly think: Nanos
  /** Queries there are to ask; Infinity where only time ends the loop. */
  readonly queries: number
  readonly limits: Limits
}

/** Whether a closed loop ends with its queries alone, so that each of them is owed. */
export function isCounted({ queries, limits }: ClosedPlan): boolean {
  return Number.isFinite(queries) && limits.minQueries === Number.POSITIVE_INFINITY
}

/** Ends of a run. All are checked after a send, by its issue time, as LoadGen does (docs/mlperf.md §1.3). */
export interface Limits {
  /** Stop once both are met. Infinity for minQueries: never by this rule. */
  minQueries: number
  minDuration: Nanos
  /** 0: none. */
  maxQueries: number
  maxDuration: Nanos
  maxOutstanding: number
}
