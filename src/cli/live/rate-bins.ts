import { NS_PER_S } from '../../base/nanos.ts'

const KEPT = 32
/** Rates are over this many whole seconds. */
const OVER = 5
/** What happened in a second is not all known before this much later: generators hand rows on twice a second. */
const SETTLE_NS = NS_PER_S

/** Amounts by whole seconds of the run's clock, of which only the latest are kept. */
export class RateBins {
  readonly #bins = new Float64Array(KEPT)
  #newest = -1

  /** @param at instant on the run's clock, ns; what is too old or before zero is left out */
  add(at: number, amount: number): void {
    const bin = Math.floor(at / NS_PER_S)
    if (bin > this.#newest) this.#advance(bin)
    if (bin >= 0 && bin > this.#newest - KEPT) this.#bins[bin % KEPT] += amount
  }

  /** Adds an amount known only as a difference of two readings, evenly over the time between them. */
  spread(from: number, to: number, amount: number): void {
    if (to <= from) return this.add(to, amount)
    let start = from
    while (start < to) {
      const end = Math.min(to, (Math.floor(start / NS_PER_S) + 1) * NS_PER_S)
      this.add(start, (amount * (end - start)) / (to - from))
      start = end
    }
  }

  /** Per second, over the last few whole seconds that are all known; NaN before there is one. */
  perSecond(now: number): number {
    const end = Math.floor((now - SETTLE_NS) / NS_PER_S)
    const start = Math.max(0, end - OVER)
    if (end <= start) return Number.NaN
    let sum = 0
    for (let bin = start; bin < end; bin++) sum += this.#at(bin)
    return sum / (end - start)
  }

  #at(bin: number): number {
    return bin <= this.#newest && bin > this.#newest - KEPT ? this.#bins[bin % KEPT] : 0
  }

  #advance(bin: number): void {
    for (let next = Math.max(this.#newest + 1, bin - KEPT + 1); next <= bin; next++) this.#bins[next % KEPT] = 0
    this.#newest = bin
  }
}
