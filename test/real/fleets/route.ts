import type { HitClass } from '../../../src/model/impact.ts'
import type { Surface } from '../real-server.ts'
import type { Replica } from './replica.ts'

/** `long`: so long that tokens which are held back show; then there are few, too few for rates. */
export type Answers = 'short' | 'long'

/** The way from Tailgate to the replicas. */
export interface Route {
  readonly name: string
  /** @throws Impossible when this machine lacks what it takes */
  require(): Promise<void>
  open(pair: readonly Replica[], surface: Surface): Promise<OpenRoute>
  /** How a request may fail on it besides what the victim itself does. */
  readonly adds: readonly HitClass[]
  /** Drills after which the victim gets no more requests until it is back. */
  readonly evicts: readonly string[]
  readonly answers: Answers
  /** Tokens come late and in heaps on it, and the findings must say so. */
  readonly holdsBack: boolean
}

export interface OpenRoute {
  /** `targets` and `fleet` of the scenario. */
  targets: readonly object[]
  fleet: object
  stop(): Promise<void>
}

/** A target of the scenario. */
export const targetOf = (name: string, url: string, { protocol, model }: Surface): object => ({
  name,
  url,
  protocol,
  model,
})
