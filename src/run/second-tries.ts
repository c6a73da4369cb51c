import type { Clock } from '../base/clock.ts'
import { NS_PER_MS } from '../base/nanos.ts'
import type { AttemptCause } from '../model/attempts.ts'
import type { FleetSettings } from '../model/fleet.ts'
import type { Flight } from './flight.ts'
import { type Errand, isAnswer, Mission } from './mission.ts'
import type { Classified } from './observe/classify.ts'

/** What a second try needs of the launchpad. */
export interface Pad {
  clock: Clock
  /** Puts one attempt in the air. @param not a replica to avoid, or −1 */
  launch(mission: Mission, not: number): Flight
  /** Writes one row of the attempts table. */
  recordAttempt(flight: Flight, number: number, cause: AttemptCause, ended: Classified): void
  /** Writes the request's row, as this attempt ended. */
  conclude(mission: Mission, flight: Flight, ended: Classified): void
  /** The flight may be used again. */
  release(flight: Flight): void
}

interface Made {
  number: number
  cause: AttemptCause
}

/**
 * Retries and hedging: a request may take several attempts, of which the first to answer counts. Each is recorded. Once
 * a byte of an answer's body has come nothing is tried again, because the server's work cannot be taken back.
 */
export class SecondTries {
  readonly #pad: Pad
  readonly #settings: Pick<FleetSettings, 'retries' | 'hedge'>
  readonly #made = new Map<Flight, Made>()
  readonly #waiting = new Map<Mission, NodeJS.Timeout>()
  /** Missions that may still be hedged, in order of issue, and so of deadline. */
  readonly #unhedged: Mission[] = []
  #stopped = false

  constructor(settings: Pick<FleetSettings, 'retries' | 'hedge'>, pad: Pad) {
    this.#settings = settings
    this.#pad = pad
  }

  begin(errand: Errand): void {
    const mission = new Mission(errand)
    this.#attempt(mission, 'first', -1)
    if (this.#settings.hedge !== null) this.#unhedged.push(mission)
  }

  /** Sends second attempts for requests that have been silent for too long. To be called every few milliseconds. */
  sweep(): void {
    const { hedge } = this.#settings
    if (hedge === null || this.#stopped) return
    const now = this.#pad.clock()
    while (this.#unhedged.length > 0 && now - this.#unhedged[0].errand.issued > hedge.after) {
      const mission = this.#unhedged.shift() as Mission
      if (!mission.over && mission.open.length === 1 && mission.isSilent) {
        this.#attempt(mission, 'hedge', mission.open[0].replica)
      }
    }
  }

  landed(flight: Flight, ended: Classified): void {
    const mission = flight.mission as Mission
    const { number, cause } = this.#made.get(flight) as Made
    this.#made.delete(flight)
    this.#pad.recordAttempt(flight, number, cause, ended)
    mission.open.splice(mission.open.indexOf(flight), 1)
    if (number === 0) mission.sentAt = flight.sentAt
    if (ended.reason === 'overtaken') this.#pad.release(flight)
    else if (this.#maySucceed(mission, flight, ended)) this.#setBack(mission, flight, ended)
    else this.#conclude(mission, flight, ended)
  }

  /** Requests between two attempts. */
  get waiting(): number {
    return this.#waiting.size
  }

  /** No further attempt: what waits for one ends as its last attempt did. */
  stop(): void {
    this.#stopped = true
    for (const [mission, timer] of this.#waiting) {
      clearTimeout(timer)
      const { flight, ended } = mission.failed as NonNullable<Mission['failed']>
      mission.failed = null
      this.#conclude(mission, flight, ended)
    }
    this.#waiting.clear()
  }

  #attempt(mission: Mission, cause: AttemptCause, not: number): void {
    const number = mission.attempts++
    const flight = this.#pad.launch(mission, not)
    mission.open.push(flight)
    this.#made.set(flight, { number, cause })
  }

  /** Whether another attempt, under way or yet to be made, may still answer. */
  #maySucceed(mission: Mission, flight: Flight, { outcome }: Classified): boolean {
    if (outcome === 'ok' || (isAnswer(flight.status) && flight.bytes > 0)) return false
    if (mission.open.length > 0) return true
    const { retries } = this.#settings
    return !this.#stopped && retries !== null && mission.attempts < retries.attempts && retries.on.includes(outcome)
  }

  #setBack(mission: Mission, flight: Flight, ended: Classified): void {
    if (mission.failed !== null) this.#pad.release(mission.failed.flight)
    mission.failed = { flight, ended }
    if (mission.open.length > 0) return
    const backoff = this.#settings.retries?.backoff ?? 0
    const again = () => {
      this.#waiting.delete(mission)
      this.#attempt(mission, 'retry', flight.replica)
    }
    this.#waiting.set(mission, setTimeout(again, backoff / NS_PER_MS))
  }

  #conclude(mission: Mission, flight: Flight, ended: Classified): void {
    if (mission.failed !== null) this.#pad.release(mission.failed.flight)
    mission.failed = null
    mission.over = true
    this.#pad.conclude(mission, flight, ended)
    this.#pad.release(flight)
  }
}
