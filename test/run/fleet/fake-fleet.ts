import type { BalanceSettings } from '../../../src/model/fleet.ts'
import type { Ask, FleetView } from '../../../src/run/fleet/balancers/balancer.ts'

/** A fleet that is whatever a test says it is. */
export class FakeFleet implements FleetView {
  readonly out = new Set<number>()
  readonly gone = new Set<number>()
  readonly weights: number[] = []
  inFlights: number[]
  tokensAsked: number[]
  size: number

  constructor(size: number) {
    this.size = size
    this.inFlights = new Array(size).fill(0)
    this.tokensAsked = new Array(size).fill(0)
  }

  grow(): void {
    this.size++
    this.inFlights.push(0)
    this.tokensAsked.push(0)
  }

  usable(replica: number): boolean {
    return replica < this.size && !this.out.has(replica) && !this.gone.has(replica)
  }

  isGone(replica: number): boolean {
    return this.gone.has(replica)
  }

  inFlight(replica: number): number {
    return this.inFlights[replica]
  }

  tokens(replica: number): number {
    return this.tokensAsked[replica]
  }

  weight(replica: number): number {
    return this.weights[replica] ?? 1
  }

  name(replica: number): string {
    return `replica-${replica}`
  }
}

export const balance = (changes: Partial<BalanceSettings> = {}): BalanceSettings => ({
  policy: 'round-robin',
  seed: '7',
  weights: {},
  prefixTokens: 256,
  overload: 1.5,
  ...changes,
})

/** A request whose session and prefix are its own. */
export const ask = (request: number, changes: Partial<Ask> = {}): Ask => ({
  request,
  session: Math.imul(request, 0x9e3779b1) >>> 0,
  prefix: Math.imul(request, 0x85ebca77) >>> 0,
  not: -1,
  ...changes,
})

export const asks = (count: number, changes: Partial<Ask> = {}): Ask[] =>
  Array.from({ length: count }, (_, request) => ask(request, changes))
