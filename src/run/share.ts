import type { Clock } from '../base/clock.ts'
import type { Nanos } from '../base/nanos.ts'
import type { Batch } from '../log/batch.ts'
import type { RunEvent } from '../model/run-log.ts'
import type { Scenario } from '../model/scenario.ts'
import { Airspace, sweepPeriodMillis } from './airspace.ts'
import { withStamps } from './arrivals/with-stamps.ts'
import { buildPlan } from './build-plan.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import { openDataset } from './datasets/index.ts'
import { Health } from './health.ts'
import { ClosedIssuer } from './issue/closed.ts'
import type { Issuer, Lane } from './issue/issuer.ts'
import { OpenIssuer } from './issue/open.ts'
import { Launchpad } from './launchpad.ts'
import type { Plan } from './plan.ts'
import { Recorder } from './recorder.ts'
import { openReplicas, type Replica, type TargetAccess } from './replica.ts'
import { warmUp } from './warm-up.ts'

/** What is measured is handed on this often; with the log's own period it bounds what a crash loses. */
const DELIVERY_MILLIS = 500
const HEALTH_MILLIS = 1000
const ENCODED_BEFORE_START = 1024

export interface ShareOptions {
  scenario: Scenario
  /** Folder that the scenario's relative paths start from. */
  baseDir: string
  /** Secrets and certificates, target by target. */
  access: readonly TargetAccess[]
  /** This share is the lane-th of `lanes`; together they are the whole plan. */
  lane: number
  lanes: number
  runId: string
  clock: Clock
  deliver(batch: Batch): void
  event(event: RunEvent): void
  /** Shared with whoever watches: samples in flight, issued. */
  gauges: Int32Array
  /** Aborted: issue no more and let what is open end; its reason says why. */
  signal: AbortSignal
}

export interface ShareEnd {
  because: string
  /** Instant of the last issue decision, and of the last landing, on the run's clock. */
  issuedUntil: Nanos
  landedUntil: Nanos
}

/** One worker's share of a run, made ready: dataset open, plan drawn, connections open, targets warm. */
export interface Share {
  readonly plan: Plan
  readonly dataset: OpenDataset
  start(zero: Nanos): Promise<ShareEnd>
  /** Breaks off what is still open and hands on the rest of the rows. */
  close(): Promise<void>
}

/**
 * Opens one share of a run.
 * @throws Failure when the dataset cannot be read, the plan cannot be made or no target can be reached
 */
export async function openShare(options: ShareOptions): Promise<Share> {
  const { scenario, clock, lane, lanes } = options
  const dataset = await openDataset(scenario.dataset, options.baseDir)
  const plan = buildPlan(scenario, await withStamps(scenario, dataset, options.baseDir))
  const replicas = await openReplicas(scenario, options.access, clock, options.runId)
  return new RunningShare(options, dataset, plan, replicas, lane, lanes).open()
}

class RunningShare implements Share {
  readonly plan: Plan
  readonly dataset: OpenDataset
  readonly #options: ShareOptions
  readonly #replicas: readonly Replica[]
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
    replicas: readonly Replica[],
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
    this.#recorder = new Recorder(
      replicas.map((replica) => replica.name),
      () => this.#handOn(),
    )
    this.#health = new Health(options.clock, () => this.#issuer?.spun ?? 0)
    this.#launchpad = new Launchpad({
      scenario: options.scenario,
      dataset,
      replicas,
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

  async close(): Promise<void> {
    this.#stopTimers()
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
      this.#launchpad.prepare(this.plan.sample(query, request % samplesPerQuery), request)
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
      prepare: (query, k) => this.#launchpad.prepare(this.plan.sample(query, k), query * this.plan.samplesPerQuery + k),
      skip: (query, k, due) => this.#launchpad.skip(this.plan, query, k, due),
      inFlight: () => this.#airspace.size,
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
    while (this.#airspace.size > 0 && clock() < until) await new Promise((resolve) => setTimeout(resolve, 5))
    this.#airspace.giveUpAll(clock(), 'drain')
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
