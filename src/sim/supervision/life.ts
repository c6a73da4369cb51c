import type { Nanos } from '../../base/nanos.ts'

/** One process of a replica, from its start to its end. Instants are CLOCK_MONOTONIC in ns, as of `base/clock.ts`. */
export interface Life {
  /** 0, then 1 after the first restart, … */
  readonly number: number
  readonly pid: number
  /** When its process was started. */
  readonly started: Nanos
  /** When its port began to accept; null: not yet, or never. */
  readonly listening: Nanos | null
  /** When it began to serve. */
  readonly ready: Nanos | null
  /** When `kill` sent it the signal that ended it; null: it lives, or ended otherwise. */
  readonly killed: Nanos | null
  /** When its end was seen, a moment after it. */
  readonly exited: Nanos | null
  /** Its exit code, or the signal that ended it; null: it lives. */
  readonly end: number | NodeJS.Signals | null
}

export type Death = Life & { readonly exited: Nanos; readonly end: number | NodeJS.Signals }

export const isOver = (life: Life): life is Death => life.exited !== null
