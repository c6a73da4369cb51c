import type { TestContext } from 'node:test'
import { type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { Issuer, Lane } from '../../../src/run/issue/issuer.ts'
import type { Limits } from '../../../src/run/plan.ts'
import { VirtualTimers } from './virtual-timers.ts'

export const NO_LIMITS: Limits = {
  minQueries: Number.POSITIVE_INFINITY,
  minDuration: nanos(0),
  maxQueries: 0,
  maxDuration: nanos(0),
  maxOutstanding: 0,
}

export interface Sent {
  query: number
  k: number
  due: number
  issued: number
}

/** A world whose time moves only when told to: what is sent lands after `service` ns. */
export class VirtualLane implements Lane {
  readonly zero = nanos(0)
  stopped: string | null = null
  readonly first: number
  readonly stride: number
  readonly sent: Sent[] = []
  readonly skipped: { query: number; k: number }[] = []
  maxInFlight = 0
  #open = 0
  #activity = 0
  readonly #service: (query: number) => number
  readonly #timers: VirtualTimers
  #now = 0

  constructor(context: TestContext, service: (query: number) => number, first = 0, stride = 1) {
    this.#timers = new VirtualTimers(context)
    this.#service = service
    this.first = first
    this.stride = stride
  }

  /** Reading the clock takes a microsecond, so that active waiting comes to an end. */
  now = (): Nanos => {
    this.#now += 1e3
    return nanos(this.#now)
  }

  send(query: number, k: number, due: number, issued: number, landed: (at: Nanos) => void): void {
    this.sent.push({ query, k, due, issued })
    this.maxInFlight = Math.max(this.maxInFlight, ++this.#open)
    setTimeout(() => {
      this.#open--
      this.#activity++
      landed(this.now())
    }, this.#service(query))
  }

  prepare(): void {}

  skip(query: number, k: number): void {
    this.skipped.push({ query, k })
  }

  inFlight = (): number => this.#open
  activity = (): number => this.#activity

  /** Lets virtual time pass, a millisecond at a time, until the issuer has finished. @returns why it did */
  async runOut(issuer: Issuer, limitMillis = 60_000): Promise<string> {
    let because: string | null = null
    issuer.finished.then((reason) => {
      because = reason
    })
    while (because === null && this.#timers.millis < limitMillis) {
      this.pass(1)
      await Promise.resolve()
      await Promise.resolve()
    }
    return because ?? 'never finished'
  }

  pass(millis: number): void {
    for (let i = 0; i < millis; i++) {
      this.#now = Math.max(this.#now, (this.#timers.millis + 1) * 1e6)
      this.#timers.tick()
    }
  }
}
