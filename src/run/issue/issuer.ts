import type { Nanos } from '../../base/nanos.ts'

/** What an issuer needs of the world: everything else about a request is not its business. */
export interface Lane {
  now(): Nanos
  /** The run's zero on the clock of `now`. */
  readonly zero: Nanos
  /** Set where the run was stopped before its zero: nothing is issued, for this reason. */
  readonly stopped: string | null
  /** This lane takes queries (closed loop) or samples (open loop) first, first + stride, … */
  readonly first: number
  readonly stride: number
  /** Sends one sample. `landed` is called once it has ended, never before `send` returns. */
  send(query: number, k: number, due: number, issued: number, landed: (at: Nanos) => void): void
  /** Encodes a sample ahead of its time. */
  prepare(query: number, k: number): void
  /** Records a planned sample that will not be sent. */
  skip(query: number, k: number, due: number): void
  inFlight(): number
  /** Grows with every callback of the wire: an unchanged value means there was nothing to do. */
  activity(): number
}

/** A running loop of issues. */
export interface Issuer {
  /** Resolves when nothing more will be issued, with the reason. */
  readonly finished: Promise<string>
  /** Issue no more; what is planned and unsent is skipped. */
  stop(because: string): void
  /** Nanoseconds spent waiting actively for a due time: not work. */
  readonly spun: number
}
