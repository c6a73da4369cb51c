import type { Clock } from '../../base/clock.ts'
import type { Nanos } from '../../base/nanos.ts'
import { spellDuration } from '../../base/quantity.ts'
import type { EjectionSettings } from '../../model/fleet.ts'
import type { Outcome } from '../../model/outcome.ts'
import { backoffAt, failuresAt, MOST_REPLICAS, retryAt, standingAt } from './fleet-memory.ts'
import { LIFE_SIGNS } from './life-signs.ts'
import { ANY, CHANGING, CIRCUIT, CLOSED, changing, EJECTED, eraOf, FLAGS, HALF_OPEN } from './standing.ts'

const NONE = -1

type Tell = (replica: number, state: 'ejected' | 'half-open' | 'admitted', because: string) => void

/**
 * Passive ejection: failures in a row take a replica out; once its back-off is over one request goes to it as a probe,
 * which admits it or doubles the back-off. Each change is made by exactly one thread: it moves the standing to
 * `CHANGING`, writes what belongs to the new circuit, and only then lets others see it.
 */
export class Circuits {
  readonly #cells: Int32Array
  readonly #instants: Float64Array
  readonly #settings: EjectionSettings | null
  readonly #clock: Clock
  readonly #tell: Tell
  /** The standing in which a replica was last called usable as ejected; `NONE`: it was not. */
  readonly #offered = new Int32Array(MOST_REPLICAS).fill(NONE)

  constructor(memory: SharedArrayBuffer, settings: EjectionSettings | null, clock: Clock, tell: Tell) {
    this.#cells = new Int32Array(memory)
    this.#instants = new Float64Array(memory)
    this.#settings = settings
    this.#clock = clock
    this.#tell = tell
  }

  /** Whether a replica that is out may be picked for its probe. */
  offers(replica: number, standing: number): boolean {
    const offered = (standing & ANY) === EJECTED && this.#clock() >= this.#instants[retryAt(replica)]
    this.#offered[replica] = offered ? standing : NONE
    return offered
  }

  /**
   * The era of a request about to be sent; −1 where the probe it was to be is another's. A replica that was picked though
   * it is out, because all are, gets its request.
   */
  pass(replica: number): number {
    const standing = Atomics.load(this.#cells, standingAt(replica))
    if ((standing & CIRCUIT) === CLOSED) return eraOf(standing)
    const offered = this.#offered[replica]
    this.#offered[replica] = NONE
    if (offered === NONE) return eraOf(standing)
    if (offered !== standing || !this.#begin(replica, standing)) return NONE
    this.#finish(replica, HALF_OPEN)
    const backoff = spellDuration(this.#instants[backoffAt(replica)] as Nanos)
    this.#tell(replica, 'half-open', `its back-off of ${backoff} is over: one request is its probe`)
    return eraOf(changing(standing))
  }

  landed(replica: number, pass: number, outcome: Outcome, detail: string | null): void {
    if (this.#settings === null) return
    const sign = LIFE_SIGNS[outcome]
    const standing = Atomics.load(this.#cells, standingAt(replica))
    if (eraOf(standing) !== pass) return
    const circuit = standing & CIRCUIT
    if (circuit === HALF_OPEN) {
      if (!this.#begin(replica, standing)) return
      if (sign === 'alive') this.#admit(replica, outcome)
      else if (sign === 'dead') this.#ejectAgain(replica, this.#settings, outcome, detail)
      else this.#offerAgain(replica, outcome)
    } else if (circuit === CLOSED) {
      if (sign === 'dead') this.#fail(replica, standing, this.#settings, outcome, detail)
      else if (sign === 'alive' && Atomics.load(this.#cells, failuresAt(replica)) !== 0) {
        Atomics.store(this.#cells, failuresAt(replica), 0)
      }
    }
  }

  /** The replica is a new one at an old name. */
  forget(replica: number): void {
    const standing = Atomics.load(this.#cells, standingAt(replica))
    if ((standing & CIRCUIT) === CHANGING || !this.#begin(replica, standing)) return
    Atomics.store(this.#cells, failuresAt(replica), 0)
    this.#finish(replica, CLOSED)
  }

  #fail(replica: number, standing: number, settings: EjectionSettings, outcome: Outcome, detail: string | null): void {
    const failures = Atomics.add(this.#cells, failuresAt(replica), 1) + 1
    if (failures < settings.failures || !this.#begin(replica, standing)) return
    this.#eject(replica, settings.backoff)
    const row = failures === 1 ? 'a failure' : `${failures} failures in a row, the last`
    this.#tell(replica, 'ejected', `${row} ${spell(outcome, detail)}`)
  }

  #ejectAgain(replica: number, settings: EjectionSettings, outcome: Outcome, detail: string | null): void {
    const backoff = Math.min(2 * this.#instants[backoffAt(replica)], settings.longest) as Nanos
    this.#eject(replica, backoff)
    const next = `no further one for ${spellDuration(backoff)}`
    this.#tell(replica, 'ejected', `its probe failed with ${spell(outcome, detail)}; ${next}`)
  }

  /** The probe says nothing: the next request is one again. */
  #offerAgain(replica: number, outcome: Outcome): void {
    this.#finish(replica, EJECTED)
    this.#tell(replica, 'ejected', `its probe ended without an answer (${outcome})`)
  }

  #admit(replica: number, outcome: Outcome): void {
    Atomics.store(this.#cells, failuresAt(replica), 0)
    this.#finish(replica, CLOSED)
    this.#tell(replica, 'admitted', outcome === 'ok' ? 'its probe was answered' : `its probe was answered (${outcome})`)
  }

  #eject(replica: number, backoff: Nanos): void {
    this.#instants[backoffAt(replica)] = backoff
    this.#instants[retryAt(replica)] = this.#clock() + backoff
    this.#finish(replica, EJECTED)
  }

  /** Ends the era of a standing. @returns false where another thread has done so */
  #begin(replica: number, standing: number): boolean {
    let seen = standing
    for (;;) {
      const found = Atomics.compareExchange(this.#cells, standingAt(replica), seen, changing(seen))
      if (found === seen) return true
      if ((found & ~FLAGS) !== (seen & ~FLAGS)) return false
      seen = found
    }
  }

  /** Shows the other threads the new circuit. */
  #finish(replica: number, circuit: number): void {
    Atomics.and(this.#cells, standingAt(replica), ~CIRCUIT | circuit)
  }
}

const spell = (outcome: Outcome, detail: string | null): string =>
  detail === null || detail === '' ? outcome : `${outcome}: ${detail}`
