/**
 * Sums intervals over the bins of a grid: after `add(from, to, w)` each bin holds w × the length it shares with the
 * interval. Costs the same for long intervals as for short ones.
 */
export class Coverage {
  readonly #from: number
  readonly #bin: number
  readonly #parts: Float64Array
  /** Change of the weight that covers whole bins. */
  readonly #steps: Float64Array

  constructor(from: number, bin: number, bins: number) {
    this.#from = from
    this.#bin = bin
    this.#parts = new Float64Array(bins)
    this.#steps = new Float64Array(bins + 1)
  }

  add(from: number, to: number, weight: number): void {
    const end = this.#parts.length * this.#bin
    const start = Math.max(0, from - this.#from)
    const stop = Math.min(end, to - this.#from)
    if (!(stop > start)) return
    const first = Math.floor(start / this.#bin)
    const last = Math.min(this.#parts.length - 1, Math.floor(stop / this.#bin))
    if (first === last) {
      this.#parts[first] += (stop - start) * weight
      return
    }
    this.#parts[first] += ((first + 1) * this.#bin - start) * weight
    this.#parts[last] += (stop - last * this.#bin) * weight
    this.#steps[first + 1] += weight
    this.#steps[last] -= weight
  }

  /** The sums, one per bin, each divided by `divisor`. */
  bins(divisor: number): Float64Array {
    const sums = new Float64Array(this.#parts.length)
    let whole = 0
    for (let bin = 0; bin < sums.length; bin++) {
      whole += this.#steps[bin]
      sums[bin] = (this.#parts[bin] + whole * this.#bin) / divisor
    }
    return sums
  }
}
