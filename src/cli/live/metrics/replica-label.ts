import { MOST_REPLICAS } from '../../../run/fleet/fleet-memory.ts'

/** No name that a replica can have. */
const OTHERS = '(others)'

/**
 * Values of the label `replica`: as many names as a run can have replicas. Behind a gateway any answer can bring a new
 * one, and each is a dozen series for whoever scrapes them, so all further ones are one.
 */
export class ReplicaLabel {
  readonly #names = new Set<string>()

  of(name: string): string {
    if (this.#names.size < MOST_REPLICAS) this.#names.add(name)
    return this.#names.has(name) ? name : OTHERS
  }
}
