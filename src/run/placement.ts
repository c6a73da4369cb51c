import type { BalanceSettings } from '../model/fleet.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import { affinityOf } from './fleet/affinity.ts'
import type { Ask, Balancer } from './fleet/balancers/balancer.ts'

/** Policies that send like to like. */
const BY_CONTENT: ReadonlySet<string> = new Set(['session', 'prefix'])

/** Says which replica gets a request. */
export class Placement {
  readonly #balancer: Balancer
  readonly #dataset: OpenDataset
  readonly #prefixTokens: number
  /** By sample; null where the policy does not look at content. */
  readonly #known: Map<number, { session: number; prefix: number }> | null
  /** Used for one request after another. */
  readonly #ask: Ask = { request: 0, session: 0, prefix: 0, not: -1 }

  constructor(settings: BalanceSettings, balancer: Balancer, dataset: OpenDataset) {
    this.#balancer = balancer
    this.#dataset = dataset
    this.#prefixTokens = settings.prefixTokens
    this.#known = BY_CONTENT.has(settings.policy) ? new Map() : null
  }

  /** @param not a replica to avoid, or −1. @returns its index */
  place(request: number, sample: number, not: number): number {
    const ask = this.#ask
    ask.request = request
    ask.not = not
    if (this.#known !== null) {
      const { session, prefix } = this.#known.get(sample) ?? this.#learn(this.#known, sample)
      ask.session = session
      ask.prefix = prefix
    }
    return this.#balancer.pick(ask)
  }

  #learn(known: Map<number, { session: number; prefix: number }>, sample: number): { session: number; prefix: number } {
    const affinity = affinityOf(this.#dataset.sample(sample), sample, this.#prefixTokens)
    known.set(sample, affinity)
    return affinity
  }
}
