import { hashText, mix } from '../hash.ts'
import type { FleetView } from './balancer.ts'

/** Points of each replica on the ring. Shares of the ring then differ by about 1/√160 = 8 %. */
const POINTS = 160
/** A point and its owner are one number: the owner in the lower 16 bits. */
const OWNERS = 2 ** 16

/**
 * A consistent-hash ring: every replica has points on it by its name alone, so one that joins takes keys from all others
 * and gives none of theirs to a third.
 */
export class Ring {
  readonly #view: FleetView
  #size = 0
  /** Ascending. */
  #points = new Float64Array(0)

  constructor(view: FleetView) {
    this.#view = view
  }

  get length(): number {
    return this.#points.length
  }

  /** Whose point is at a position. */
  owner(position: number): number {
    return this.#points[position] % OWNERS
  }

  /** Position of the first point at or after a 32-bit key. */
  find(key: number): number {
    if (this.#size !== this.#view.size) this.#build()
    let low = 0
    let high = this.#points.length
    while (low < high) {
      const middle = (low + high) >>> 1
      if (this.#points[middle] < key * OWNERS) low = middle + 1
      else high = middle
    }
    return low === this.#points.length ? 0 : low
  }

  #build(): void {
    this.#size = this.#view.size
    this.#points = new Float64Array(this.#size * POINTS)
    for (let owner = 0; owner < this.#size; owner++) {
      const name = hashText(this.#view.name(owner))
      for (let k = 0; k < POINTS; k++) this.#points[owner * POINTS + k] = mix(name, k) * OWNERS + owner
    }
    this.#points.sort()
  }
}
