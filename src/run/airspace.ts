import type { Nanos } from '../base/nanos.ts'
import type { Timeouts } from '../model/scenario.ts'
import type { Flight, GivenUp } from './flight.ts'

/**
 * The flights in the air. Client timers are checked by one sweep over them all instead of a timer each: setting and
 * clearing a timer for every token would cost more than parsing it.
 */
export class Airspace {
  readonly #flights: Flight[] = []
  readonly #timeouts: Timeouts
  /** Grows with every piece of a body that arrives. */
  activity = 0

  constructor(timeouts: Timeouts) {
    this.#timeouts = timeouts
  }

  get size(): number {
    return this.#flights.length
  }

  enter(flight: Flight): void {
    flight.slot = this.#flights.push(flight) - 1
  }

  leave(flight: Flight): void {
    const last = this.#flights.pop() as Flight
    if (last !== flight) {
      this.#flights[flight.slot] = last
      last.slot = flight.slot
    }
    flight.slot = -1
  }

  /** Whether every flight still in the air satisfies a condition. */
  every(condition: (flight: Flight) => boolean): boolean {
    return this.#flights.every(condition)
  }

  /** Ends every request whose timer has run out. */
  sweep(now: Nanos): void {
    for (let i = this.#flights.length - 1; i >= 0; i--) {
      const flight = this.#flights[i]
      const timer = flight === undefined ? null : overdue(flight, now, this.#timeouts)
      if (timer !== null) flight.giveUp(now, timer)
    }
  }

  giveUpAll(now: Nanos, reason: GivenUp): void {
    while (this.#flights.length > 0) this.#flights[this.#flights.length - 1].giveUp(now, reason)
  }

  recordTokens(): void {
    for (const flight of this.#flights) flight.recordTokens()
  }
}

/** How often to sweep so that the shortest timer is off by at most a twentieth, within [5 ms, 100 ms]. */
export function sweepPeriodMillis(timeouts: Timeouts): number {
  const shortest = Math.min(timeouts.headers, timeouts.firstToken, timeouts.gap, timeouts.total)
  return Math.min(100, Math.max(5, Math.floor(shortest / 20e6)))
}

/** First token before total: a request without any token has not been served, however long it may take. */
function overdue(flight: Flight, now: Nanos, timeouts: Timeouts): GivenUp | null {
  const started = Number.isNaN(flight.sentAt) ? flight.issued : flight.sentAt
  if (Number.isNaN(flight.headersAt) && now - started > timeouts.headers) return 'headers'
  if (Number.isNaN(flight.firstToken) && now - started > timeouts.firstToken) return 'first-token'
  if (now - started > timeouts.total) return 'total'
  if (!Number.isNaN(flight.progress) && now - flight.progress > timeouts.gap) return 'gap'
  return null
}
