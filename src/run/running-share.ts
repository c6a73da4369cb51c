import type { Clock } from '../base/clock.ts'
import { type Nanos, nanos } from '../base/nanos.ts'
import { Airspace, sweepPeriodMillis } from './airspace.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import { FleetState } from './fleet/fleet-state.ts'
import { Health } from './health.ts'
import { ClosedIssuer } from './issue/closed.ts'
import type { Issuer, Lane } from './issue/issuer.ts'
import { OpenIssuer } from './issue/open.ts'
import { Launchpad } from './launchpad.ts'
import type { Plan } from './plan.ts'
import { Recorder } from './recorder.ts'
import { type Member, openReplica, type Replica } from './replica.ts'
import type { Share, ShareEnd, ShareOptions } from './share.ts'
import { warmUp } from './warm-up.ts'

/** What is measured is handed on this often; with the log's own period it bounds what a crash loses. */
const DELIVERY_MILLIS = 500
const HEALTH_MILLIS = 1000
const HEDGE_MILLIS = 2
const ENCODED_BEFORE_START = 1024

/** One worker's share at work. */
export class RunningShare implements Share {
  readonly plan: Plan
  readonly dataset: OpenDataset
  readonly #options: ShareOptions
  readonly #replicas: Replica[]
  readonly #fleet: FleetState
  readonly #airspace: Airspace
  readonly #recorder: Recorder
  readonly #launchpad: Launchpad
  readonly #health: Health
  readonly #lane: number
  readonly #lanes: number
  #issuer: Issuer | null = null
  #zero: Nanos | null = null
  readonly #timers: NodeJS.Timeout[] = []

  constructor(
    options: ShareOptions,
    dataset: OpenDataset,
    plan: Plan,
    replicas: Replica[],
    lane: number,
    lanes: number,
  ) {
    this.#options = options
    this.dataset = dataset
    this.plan = plan
    this.#replicas = replicas
    this.#lane = lane
    this.#lanes = lanes
    this.#airspace = new Airspace(options.scenario.request.timeouts)
    this.#recorder = new Recorder(options.scenario.fleet.gateway ? [] : this.#names, () => this.#handOn())
    this.#fleet = new FleetState({
      memory: options.fleet,
      settings: options.scenario.fleet,
      names: this.#names,
      clock: options.clock,
      tell: ({ at, ...change }) => options.event({ at: nanos(at - (this.#zero ?? at)), kind: 'target', ...change }),
    })
    this.#health = new Health(options.clock, () => this.#issuer?.spun ?? 0)
    this.#launchpad = new Launchpad({
      scenario: options.scenario,
      dataset,
      replicas,
      fleet: this.#fleet,
      airspace: this.#airspace,
      recorder: this.#recorder,
      clock: options.clock,
      lane,
      health: this.#health,
      gauges: options.gauges,
    })
  }

  async open(): Promise<this> {
    const { clock, scenario, signal } = this.#options
    const { timeouts } = scenario.request
    this.#every(sweepPeriodMillis(timeouts), () => this.#airspace.sweep(clock()))
    if (scenario.fleet.hedge !== null) this.#every(HEDGE_MILLIS, () => this.#launchpad.sweep())
    const giveUp = () => this.#airspace.giveUpAll(clock(), 'cancelled')
    signal.addEventListener('abort', giveUp)
    try {
      await warmUp(this.plan, scenario, this.#replicas, this.#launchpad, this.#lane, this.#lanes, signal)
      this.#encodeFirst()
    } catch (error) {
      await this.close()
      throw error
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
    return this
  }

  async start(zero: Nanos): Promise<ShareEnd> {
    const { clock, scenario, signal } = this.#options
    this.#zero = zero
    this.#launchpad.start(zero)
    this.#every(DELIVERY_MILLIS, () => this.#deliver())
    this.#every(HEALTH_MILLIS, () => this.#reportHealth())
    await sleepUntil(clock, zero)
    const issuer = this.#issue(zero)
    this.#issuer = issuer
    signal.addEventListener('abort', () => issuer.stop(String(signal.reason)))
    const because = await issuer.finished
    const issuedUntil = (clock() - zero) as Nanos
    this.#options.event({ at: issuedUntil, kind: 'phase', phase: 'drain' })
    await this.#drain(scenario.load.drain)
    this.#stopTimers()
    this.#reportHealth()
    this.#deliver()
    return { because, issuedUntil, landedUntil: (clock() - zero) as Nanos }
  }

  async join(member: Member): Promise<void> {
    const { scenario, clock, runId } = this.#options
    const replica = await openReplica(member, scenario, clock, runId)
    this.#replicas.push(replica)
    this.#launchpad.join(replica)
    this.#fleet.learn(replica.name)
  }

  async close(): Promise<void> {
    this.#stopTimers()
    this.#launchpad.stopTrying()
    this.#issuer?.stop('broken off')
    this.#health.close()
    await Promise.all(this.#replicas.map((replica) => replica.transport.close()))
    this.#deliver()
    this.dataset.close()
  }

  /** What is due at once must not wait for its encoding. */
  #encodeFirst(): void {
    const { samplesPerQuery, queries } = this.plan
    const first = Math.min(ENCODED_BEFORE_START * this.#lanes, queries * samplesPerQuery)
    for (let request = this.#lane; request < first; request += this.#lanes) {
      const query = Math.floor(request / samplesPerQuery)
      this.#launchpad.prepare(this.plan.sample(query, request % samplesPerQuery))
    }
  }

  #issue(zero: Nanos): Issuer {
    const { signal } = this.#options
    const lane: Lane = {
      now: this.#options.clock,
      zero,
      stopped: signal.aborted ? String(signal.reason) : null,
      first: this.#lane,
      stride: this.#lanes,
      send: (query, k, due, issued, landed) => this.#launchpad.send(this.plan, query, k, due, issued, landed),
      prepare: (query, k) => this.#launchpad.prepare(this.plan.sample(query, k)),
      skip: (query, k, due) => this.#launchpad.skip(this.plan, query, k, due),
      inFlight: () => this.#open,
      activity: () => this.#airspace.activity,
    }
    return this.plan.loop === 'open'
      ? new OpenIssuer(this.plan, lane, this.#lanes)
      : new ClosedIssuer(this.plan, lane, this.#lanes)
  }

  #every(millis: number, act: () => void): void {
    this.#timers.push(setInterval(act, millis))
  }

  #stopTimers(): void {
    for (const timer of this.#timers) clearInterval(timer)
  }

  async #drain(limit: Nanos): Promise<void> {
    const { clock } = this.#options
    const until = clock() + limit
    while (this.#open > 0 && clock() < until) await new Promise((resolve) => setTimeout(resolve, 5))
    this.#launchpad.stopTrying()
    this.#airspace.giveUpAll(clock(), 'drain')
  }

  /** Requests that are not over: in the air, or between two attempts. */
  get #open(): number {
    return this.#airspace.size + this.#launchpad.waiting
  }

  get #names(): string[] {
    return this.#replicas.map((replica) => replica.name)
  }

  #deliver(): void {
    this.#airspace.recordTokens()
    this.#handOn()
  }

  #handOn(): void {
    if (this.#zero !== null) this.#options.deliver(this.#recorder.take(this.#zero))
  }

  #reportHealth(): void {
    const at = (this.#options.clock() - (this.#zero ?? 0)) as Nanos
    this.#options.event({
      at,
      kind: 'generator',
      worker: this.#lane,
      inFlight: this.#airspace.size,
      ...this.#health.take(),
    })
  }
}

/** Never returns early: what is issued before zero would count as warm-up. */
async function sleepUntil(clock: Clock, instant: Nanos): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, Math.max(0, (instant - clock()) / 1e6 - 1)))
  while (clock() < instant) await new Promise((resolve) => setImmediate(resolve))
}
