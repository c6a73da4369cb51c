import type { Nanos } from '../../base/nanos.ts'
import { EARLY_ENDS } from '../../model/early-end.ts'
import { type ClosedPlan, isCounted } from '../plan.ts'
import type { Issuer, Lane } from './issuer.ts'
import { share } from './open.ts'

const PLANNED_LENGTH = 'the planned length was reached'

/**
 * Keeps a fixed number of queries open: the next is due when a slot comes free, or, with think time, that much later.
 * The ends are LoadGen's: checked after each send, by its issue time (docs/mlperf.md §1.3).
 */
export class ClosedIssuer implements Issuer {
  readonly finished: Promise<string>
  readonly spun = 0
  readonly #plan: ClosedPlan
  readonly #lane: Lane
  readonly #minQueries: number
  readonly #maxQueries: number
  readonly #thinking = new Set<NodeJS.Timeout>()
  #finish!: (because: string) => void
  #next: number
  #issued = 0
  readonly #slots: number
  /** Slots whose next query would be due after the end. */
  #retired = 0
  /** Slots whose answer has come and that are to be filled in this turn of the event loop. */
  #free = 0
  #stopped = false

  constructor(plan: ClosedPlan, lane: Lane, lanes: number) {
    this.#plan = plan
    this.#lane = lane
    this.#next = lane.first
    this.#minQueries = share(plan.limits.minQueries, lane.first, lanes)
    this.#maxQueries = share(plan.limits.maxQueries, lane.first, lanes)
    this.finished = new Promise((resolve) => {
      this.#finish = resolve
    })
    this.#slots = share(plan.slots, lane.first, lanes)
    if (lane.stopped !== null) this.stop(lane.stopped)
    if (this.#slots === 0) this.stop('no slots for this worker')
    for (let slot = 0; slot < this.#slots && !this.#stopped; slot++) this.#issue(plan.think > 0 ? lane.zero : null)
  }

  stop(because: string): void {
    if (this.#stopped) return
    this.#end(because)
    if (isCounted(this.#plan)) this.#skipRest()
  }

  #end(because: string): void {
    if (this.#stopped) return
    this.#stopped = true
    for (const timer of this.#thinking) clearTimeout(timer)
    this.#finish(because)
  }

  #skipRest(): void {
    for (; this.#next < this.#plan.queries; this.#next += this.#lane.stride) {
      for (let k = 0; k < this.#plan.samplesPerQuery; k++) this.#lane.skip(this.#next, k, this.#lane.now())
    }
  }

  /** @param due null: now, the moment the slot is filled */
  #issue(due: Nanos | null): void {
    if (this.#stopped) return
    if (this.#next >= this.#plan.queries) return this.#end(EARLY_ENDS.exhausted)
    const query = this.#next
    this.#next += this.#lane.stride
    const now = this.#lane.now()
    this.#issued++
    this.#send(query, due ?? now, now)
    this.#checkEnd(now)
  }

  #send(query: number, due: number, now: Nanos): void {
    let open = this.#plan.samplesPerQuery
    const landed = open === 1 ? this.#landed : (at: Nanos) => (--open === 0 ? this.#landed(at) : undefined)
    const samples = open
    for (let k = 0; k < samples; k++) this.#lane.send(query, k, due, now, landed)
  }

  readonly #landed = (at: Nanos): void => {
    if (this.#stopped) return
    if (this.#plan.think === 0) return this.#refill()
    const due = (at + this.#plan.think) as Nanos
    if (this.#isLongEnough(due)) this.#retire()
    else this.#thinkUntil(due, () => this.#issue(due))
  }

  /** Faults, probes and prices count on the window's being watched to its end, though nothing more is sent. */
  #retire(): void {
    if (++this.#retired < this.#slots) return
    const end = (this.#lane.zero + this.#plan.limits.minDuration) as Nanos
    this.#thinkUntil(end, () => this.#end(PLANNED_LENGTH))
  }

  #thinkUntil(instant: Nanos, act: () => void): void {
    const timer = setTimeout(
      () => {
        this.#thinking.delete(timer)
        act()
      },
      Math.max(0, Math.ceil((instant - this.#lane.now()) / 1e6)),
    )
    this.#thinking.add(timer)
  }

  /**
   * Fills free slots once every answer that has come is read and stamped: a send costs several times what a read does,
   * and would make the answers behind it look late. With one slot this is at once.
   */
  #refill(): void {
    if (this.#free++ === 0) setImmediate(this.#fill)
  }

  readonly #fill = (): void => {
    const free = this.#free
    this.#free = 0
    for (let slot = 0; slot < free; slot++) this.#issue(null)
  }

  #checkEnd(now: Nanos): void {
    const { maxDuration } = this.#plan.limits
    const elapsed = now - this.#lane.zero
    if (this.#isLongEnough(now)) this.#end(PLANNED_LENGTH)
    else if (this.#maxQueries > 0 && this.#issued >= this.#maxQueries)
      this.#end(`${EARLY_ENDS.maxQueries}: ${this.#issued}`)
    else if (maxDuration > 0 && elapsed > maxDuration) this.#end(`${EARLY_ENDS.maxDuration}: ${Math.round(elapsed)} ns`)
  }

  #isLongEnough(at: Nanos): boolean {
    return this.#issued >= this.#minQueries && at - this.#lane.zero >= this.#plan.limits.minDuration
  }
}
