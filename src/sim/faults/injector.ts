import { EXIT, Failure } from '../../base/failure.ts'
import { suggest } from '../../base/suggest.ts'
import { seedOf, uniform } from '../engine/random.ts'
import type { Exchange } from '../http/exchange.ts'
import type { Outlet } from '../http/outlet.ts'
import type { Fault, FaultSettings } from './fault.ts'
import { FAULTS, makeFault } from './index.ts'
import type { ReplicaState } from './state.ts'

/** Decides, request by request, which of the faults that are on hit it. */
export class FaultInjector {
  readonly #seed: number
  #faults: readonly { fault: Fault; share: number }[] = []
  #settings: readonly FaultSettings[] = []
  #draws = 0

  constructor(seed: string, settings: readonly FaultSettings[]) {
    this.#seed = seedOf(`faults ${seed}`)
    this.set(settings)
  }

  get settings(): readonly FaultSettings[] {
    return this.#settings
  }

  /** From now on exactly these. @throws Failure naming an unknown kind */
  set(settings: readonly FaultSettings[]): void {
    for (const { kind } of settings) checkKind(kind)
    this.#faults = settings.map((one) => ({ fault: makeFault(one), share: one.share ?? 1 }))
    this.#settings = settings
  }

  /** @returns where the API shall write its answer; null when a fault has dealt with the request */
  admit(exchange: Exchange, state: ReplicaState): Outlet | null {
    const hits = this.#faults.filter(({ share }) => share >= 1 || uniform(this.#seed, this.#draws++) < share)
    if (hits.some(({ fault }) => fault.intercept?.(exchange, state))) return null
    return hits.reduce((outlet, { fault }) => fault.wrap?.(outlet) ?? outlet, exchange.outlet)
  }
}

function checkKind(kind: string): void {
  if (kind in FAULTS) return
  const near = suggest(kind, Object.keys(FAULTS))
  const hint = near ? `Did you mean ${near}?` : `There are: ${Object.keys(FAULTS).join(', ')}.`
  throw new Failure('sim.unknown-fault', `Unknown fault ${kind}.`, { exit: EXIT.usage, hint })
}
