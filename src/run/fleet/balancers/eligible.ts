import type { Ask, FleetView } from './balancer.ts'

/**
 * The replicas a request may go to, found anew for each pick: those that are usable, without the one tried before unless
 * it is the only one; where none is usable all that are not gone, and where these are none all. Memory is taken only when
 * the fleet grows.
 */
export class Eligible {
  readonly #view: FleetView
  /** The first `count` are eligible. */
  replicas = new Int32Array(16)
  count = 0
  #isEligible = new Uint8Array(16)

  constructor(view: FleetView) {
    this.#view = view
  }

  find({ not }: Ask): void {
    const view = this.#view
    const { size } = view
    if (size > this.replicas.length) this.#grow(size)
    this.#isEligible.fill(0)
    this.count = 0
    let notIsUsable = false
    for (let replica = 0; replica < size; replica++) {
      if (!view.usable(replica)) continue
      if (replica === not) notIsUsable = true
      else this.#add(replica)
    }
    if (this.count > 0) return
    if (notIsUsable) return this.#add(not)
    for (let replica = 0; replica < size; replica++) if (replica !== not && !view.isGone(replica)) this.#add(replica)
    if (this.count > 0) return
    if (not >= 0 && !view.isGone(not)) return this.#add(not)
    for (let replica = 0; replica < size; replica++) if (replica !== not || size === 1) this.#add(replica)
  }

  has(replica: number): boolean {
    return this.#isEligible[replica] === 1
  }

  #add(replica: number): void {
    this.replicas[this.count++] = replica
    this.#isEligible[replica] = 1
  }

  #grow(size: number): void {
    this.replicas = new Int32Array(2 * size)
    this.#isEligible = new Uint8Array(2 * size)
  }
}
