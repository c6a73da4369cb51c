import type { Nanos } from '../../base/nanos.ts'
import { EARLY_ENDS } from '../../model/early-end.ts'
import type { OpenPlan } from '../plan.ts'
import type { Issuer, Lane } from './issuer.ts'

/** Node's timers have a grain of 1 ms and fire late: sleep coarsely, then yield-spin for the last stretch. */
const SPIN_NS = 2e6
/** Samples encoded ahead while there is time. */
const AHEAD = 64
/** Due samples sent in one go before the event loop may read answers again. */
const BURST = 32

/**
 * Sends each sample when it is due, whatever the server does. A late one goes at once and later ones keep their own
 * times. With a cap, a due sample waits for a place, and its latency counts from due all the same. Samples are numbered
 * through the whole plan, so that the samples of one large query (offline) are shared among lanes too.
 */
export class OpenIssuer implements Issuer {
  readonly finished: Promise<string>
  spun = 0
  readonly #plan: OpenPlan
  readonly #lane: Lane
  readonly #cap: number
  #finish!: (because: string) => void
  readonly #perQuery: number
  readonly #samples: number
  readonly #tailFrom: number
  #next: number
  #prepared: number
  #sleeping: NodeJS.Timeout | null = null
  #stopped: string | null = null
  #waiting = false
  #issued = 0
  #open = 0
  /** Measured samples not yet landed; at zero the tail has done its work. */
  #measured: number

  constructor(plan: OpenPlan, lane: Lane, lanes: number) {
    this.#plan = plan
    this.#lane = lane
    this.#cap = plan.cap === null ? Number.POSITIVE_INFINITY : share(plan.cap, lane.first, lanes)
    this.#next = lane.first
    this.#prepared = lane.first
    this.#perQuery = plan.samplesPerQuery
    this.#samples = plan.queries * plan.samplesPerQuery
    this.#tailFrom = plan.tailFrom * plan.samplesPerQuery
    this.#measured = countOf(lane, this.#tailFrom)
    this.#stopped = lane.stopped
    this.finished = new Promise((resolve) => {
      this.#finish = resolve
    })
    this.#tick()
  }

  stop(because: string): void {
    if (this.#stopped !== null) return
    this.#stopped = because
    if (this.#sleeping !== null) clearTimeout(this.#sleeping)
    this.#tick()
  }

  readonly #tick = (): void => {
    this.#sleeping = null
    this.#waiting = false
    if (this.#stopped !== null) return this.#end(this.#stopped)
    this.#issueDue()
    if (this.#stopped !== null) return this.#end(this.#stopped)
    if (this.#next >= this.#samples) return this.#end('every planned query was issued')
    if (this.#open >= this.#cap) {
      this.#waiting = true
      return
    }
    this.#wait()
  }

  #issueDue(): void {
    for (let burst = 0; burst < BURST && this.#next < this.#samples && this.#open < this.#cap; burst++) {
      const now = this.#lane.now()
      if (this.#due(this.#next) > now) return
      if (this.#next >= this.#tailFrom && this.#measured === 0) {
        this.#next = this.#samples
        return
      }
      this.#send(this.#next, now)
      this.#next += this.#lane.stride
      this.#checkLimits(now)
      if (this.#stopped !== null) return
    }
  }

  #due(sample: number): Nanos {
    return (this.#lane.zero + this.#plan.due[this.#query(sample)]) as Nanos
  }

  #query(sample: number): number {
    return this.#perQuery === 1 ? sample : Math.floor(sample / this.#perQuery)
  }

  #send(sample: number, now: Nanos): void {
    this.#issued++
    this.#open++
    const query = this.#query(sample)
    this.#lane.send(query, sample - query * this.#perQuery, this.#due(sample), now, () => {
      this.#open--
      if (sample < this.#tailFrom) this.#measured--
      if (this.#waiting) setImmediate(this.#tick)
      this.#waiting = false
    })
  }

  /**
   * LoadGen's early ends, by the issue time of the query just sent (docs/mlperf.md §1.3). Where there is a limit on what is
   * outstanding this lane is the only one.
   */
  #checkLimits(now: Nanos): void {
    const { maxQueries, maxDuration, maxOutstanding } = this.#plan.limits
    if (maxOutstanding > 0 && this.#lane.inFlight() > maxOutstanding) {
      this.#stopped = `${EARLY_ENDS.outstanding}: issued ${this.#issued}, outstanding ${this.#lane.inFlight()}`
    } else if (maxQueries > 0 && this.#issued >= share(maxQueries, this.#lane.first, this.#lane.stride)) {
      this.#stopped = `${EARLY_ENDS.maxQueries}: ${this.#issued}`
    } else if (maxDuration > 0 && now - this.#lane.zero > maxDuration) {
      this.#stopped = `${EARLY_ENDS.maxDuration}: ${Math.round(now - this.#lane.zero)} ns`
    }
  }

  #wait(): void {
    const ahead = this.#due(this.#next) - this.#lane.now()
    if (ahead > 0 && this.#prepare()) setImmediate(this.#tick)
    else if (ahead > SPIN_NS) this.#sleeping = setTimeout(this.#tick, Math.floor((ahead - SPIN_NS) / 1e6) + 1)
    else setImmediate(this.#spin, this.#lane.now(), this.#lane.activity())
  }

  readonly #spin = (since: Nanos, activity: number): void => {
    if (this.#lane.activity() === activity) this.spun += this.#lane.now() - since
    this.#tick()
  }

  /** Encodes one of the next few samples in idle time. @returns whether there was something to encode */
  #prepare(): boolean {
    if (this.#prepared < this.#next) this.#prepared = this.#next
    const { stride } = this.#lane
    if (this.#prepared >= this.#samples || this.#prepared >= this.#next + AHEAD * stride) return false
    const query = this.#query(this.#prepared)
    this.#lane.prepare(query, this.#prepared - query * this.#perQuery)
    this.#prepared += stride
    return true
  }

  /** The tail is not owed: only unsent warm-up and measured samples are recorded as such. */
  #end(because: string): void {
    for (let sample = this.#next; sample < this.#tailFrom; sample += this.#lane.stride) {
      const query = this.#query(sample)
      this.#lane.skip(query, sample - query * this.#perQuery, this.#due(sample))
    }
    this.#next = this.#samples
    this.#finish(because)
  }
}

/** Lane i of n gets floor(count/n), and one more while i < count mod n. */
export function share(count: number, lane: number, lanes: number): number {
  if (!Number.isFinite(count)) return count
  return Math.floor(count / lanes) + (lane < count % lanes ? 1 : 0)
}

function countOf(lane: Lane, samples: number): number {
  return Math.max(0, Math.ceil((samples - lane.first) / lane.stride))
}
