import type { Clock } from '../../base/clock.ts'
import { EXIT, Failure } from '../../base/failure.ts'
import type { Nanos } from '../../base/nanos.ts'
import type { FleetSettings } from '../../model/fleet.ts'
import type { Outcome } from '../../model/outcome.ts'
import type { TargetState } from '../../model/run-log.ts'
import type { FleetView } from './balancers/balancer.ts'
import { Circuits } from './circuits.ts'
import { inFlightAt, MOST_REPLICAS, standingAt, tokensAt } from './fleet-memory.ts'
import { ANY, GONE, UNREADY } from './standing.ts'

/** A change of a replica's state, with its cause; `at` on the clock of whoever saw it. */
export interface TargetChange {
  at: Nanos
  replica: string
  state: TargetState
  because: string
}

/** `took` of a replica whose probe another thread has just sent: pick again. */
export const LOST = -1

export interface FleetStateParts {
  memory: SharedArrayBuffer
  settings: Pick<FleetSettings, 'ejection' | 'balance'>
  /** The first replicas, in the same order in every thread. */
  names: readonly string[]
  clock: Clock
  /** Hears of each change once, in the thread that made it. */
  tell(change: TargetChange): void
}

/**
 * What is known of the replicas, the same in all threads of a run: who is in, how many requests and tokens each has, and
 * whom passive ejection has taken out. Counting allocates nothing.
 */
export class FleetState implements FleetView {
  readonly #cells: Int32Array
  readonly #names: string[] = []
  readonly #weights = new Float64Array(MOST_REPLICAS)
  readonly #parts: FleetStateParts
  readonly #circuits: Circuits

  constructor(parts: FleetStateParts) {
    this.#parts = parts
    this.#cells = new Int32Array(parts.memory)
    this.#circuits = new Circuits(parts.memory, parts.settings.ejection, parts.clock, (replica, state, because) =>
      this.#tell(replica, state, because),
    )
    for (const name of parts.names) this.learn(name)
  }

  get size(): number {
    return this.#names.length
  }

  name(replica: number): string {
    return this.#names[replica]
  }

  /** −1: nobody of this name. */
  indexOf(name: string): number {
    return this.#names.indexOf(name)
  }

  weight(replica: number): number {
    return this.#weights[replica]
  }

  /** True for an ejected replica once its back-off is over, until some thread has taken it for its probe. */
  usable(replica: number): boolean {
    const standing = Atomics.load(this.#cells, standingAt(replica))
    return (standing & ANY) === 0 || this.#circuits.offers(replica, standing)
  }

  inFlight(replica: number): number {
    return Atomics.load(this.#cells, inFlightAt(replica))
  }

  tokens(replica: number): number {
    return Atomics.load(this.#cells, tokensAt(replica))
  }

  isGone(replica: number): boolean {
    return (Atomics.load(this.#cells, standingAt(replica)) & GONE) !== 0
  }

  /**
   * A request goes to a replica that a balancer has just picked.
   * @returns its pass, to be handed back as it lands; `LOST`, with nothing counted, where it must be placed anew
   */
  took(replica: number, tokens: number): number {
    const pass = this.#circuits.pass(replica)
    if (pass === LOST) return LOST
    Atomics.add(this.#cells, inFlightAt(replica), 1)
    Atomics.add(this.#cells, tokensAt(replica), tokens)
    return pass
  }

  /**
   * A request has ended: may eject or admit its replica.
   * @param detail error message of the request, for the event's cause
   */
  landed(replica: number, tokens: number, pass: number, outcome: Outcome, detail: string | null): void {
    Atomics.sub(this.#cells, inFlightAt(replica), 1)
    Atomics.sub(this.#cells, tokensAt(replica), tokens)
    this.#circuits.landed(replica, pass, outcome, detail)
  }

  /**
   * Gives a place to a replica that other threads have heard of; they learn names in the order of their joining.
   * @throws Failure `fleet.capacity`
   */
  learn(name: string): number {
    const known = this.indexOf(name)
    if (known >= 0) return known
    if (this.#names.length === MOST_REPLICAS) {
      throw new Failure('fleet.capacity', `${name} would be replica ${MOST_REPLICAS + 1} of this run`, {
        exit: EXIT.usage,
        hint: `a run follows at most ${MOST_REPLICAS} replicas, those that left included: narrow the selector`,
      })
    }
    this.#weights[this.#names.length] = this.#parts.settings.balance.weights[name] ?? 1
    return this.#names.push(name) - 1
  }

  /** A replica joins, or is back: only for the thread that watches the fleet. @throws Failure `fleet.capacity` */
  join(name: string, because: string): number {
    const isNew = this.indexOf(name) < 0
    const replica = this.learn(name)
    const wasGone = this.#clear(replica, GONE)
    if (wasGone) this.#circuits.forget(replica)
    if (isNew || wasGone) this.#tell(replica, 'joined', because)
    return replica
  }

  leave(replica: number, because: string): void {
    if (this.#set(replica, GONE)) this.#tell(replica, 'gone', because)
  }

  ready(replica: number, because: string): void {
    if (this.#clear(replica, UNREADY)) this.#tell(replica, 'ready', because)
  }

  unready(replica: number, because: string): void {
    if (this.#set(replica, UNREADY)) this.#tell(replica, 'unready', because)
  }

  /** @returns whether it was not set before */
  #set(replica: number, flag: number): boolean {
    return (Atomics.or(this.#cells, standingAt(replica), flag) & flag) === 0
  }

  /** @returns whether it was set before */
  #clear(replica: number, flag: number): boolean {
    return (Atomics.and(this.#cells, standingAt(replica), ~flag) & flag) !== 0
  }

  #tell(replica: number, state: TargetState, because: string): void {
    this.#parts.tell({ at: this.#parts.clock(), replica: this.#names[replica], state, because })
  }
}
