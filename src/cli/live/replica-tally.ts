import { Histogram, NANOS_RANGE } from '../../stats/histogram.ts'
import { RateBins } from './rate-bins.ts'

/** 1 % is enough for a glance, and there can be hundreds of replicas. */
const RANGE = { ...NANOS_RANGE, digits: 2 }

/** What is counted of one replica. */
export class ReplicaTally {
  ended = 0
  failed = 0
  /** Of measured requests, failures at +Infinity. To the first token, or the whole answer where nothing is streamed. */
  readonly wait = new Histogram(RANGE)
  readonly #sent = new RateBins()
  readonly #good = new RateBins()
  #sentBefore: number

  /** @param inFlight requests that it had already */
  constructor(inFlight: number) {
    this.#sentBefore = inFlight
  }

  /** Nobody counts what is sent to a replica: it is what has ended and what is in flight. */
  sample(from: number, to: number, inFlight: number): void {
    const sent = this.ended + inFlight
    this.#sent.spread(from, to, sent - this.#sentBefore)
    this.#sentBefore = sent
  }

  addGood(done: number): void {
    this.#good.add(done, 1)
  }

  /** Requests sent to it per second. Rows come later than their requests end, which can make little less than none. */
  sentRate(now: number): number {
    return Math.max(0, this.#sent.perSecond(now))
  }

  goodRate(now: number): number {
    return this.#good.perSecond(now)
  }
}
