import { goodRequests } from '../../analysis/good.ts'
import { isMeasured, isOk, TIMINGS } from '../../analysis/timing.ts'
import { type Nanos, nanos } from '../../base/nanos.ts'
import type { FleetGauges } from '../../distribute/fleet-gauges.ts'
import type { SeenBatch } from '../../log/batch.ts'
import type { RequestColumns, TokenColumns } from '../../model/columns.ts'
import { OUTCOMES } from '../../model/outcome.ts'
import type { PlanSummary, RunEvent } from '../../model/run-log.ts'
import type { Scenario } from '../../model/scenario.ts'
import { Histogram } from '../../stats/histogram.ts'
import { lagLimit } from '../../verdict/lag-limit.ts'
import { FleetEvents } from './fleet-events.ts'
import type { GeneratorState, LiveState, Stage } from './live-state.ts'
import { progressOf } from './progress.ts'
import { RateBins } from './rate-bins.ts'
import { Replicas } from './replicas.ts'
import { spreadOf } from './spread.ts'

const OK = OUTCOMES.indexOf('ok')

/** Counts what a run tells while it runs. A view: the log alone decides, when the run is over. */
export class Rolling {
  readonly #scenario: Scenario
  readonly #lagLimit: number
  readonly #streamed: boolean
  readonly #allTokens: boolean
  #plan: PlanSummary | null = null
  #gauges: readonly Int32Array[] = []
  readonly #outcomes = new Float64Array(OUTCOMES.length)
  #done = 0
  #warmUps = 0
  #issuedBefore = 0
  #sampledAt = 0
  readonly #offered = new RateBins()
  readonly #achieved = new RateBins()
  readonly #good = new RateBins()
  readonly #tokens = new RateBins()
  readonly #ttft = new Histogram()
  readonly #itl = new Histogram()
  readonly #latency = new Histogram()
  readonly #generators = new Map<number, GeneratorState>()
  readonly #fleetEvents = new FleetEvents()
  readonly #replicas: Replicas
  #drained = 0
  #ended = false

  constructor(scenario: Scenario) {
    this.#scenario = scenario
    this.#lagLimit = lagLimit(scenario)
    this.#streamed = scenario.request.stream
    this.#allTokens = scenario.log.tokens === 'all'
    this.#replicas = new Replicas(scenario.fleet.gateway, this.#fleetEvents)
  }

  /** The load begins. Requests issued before, to warm targets up, are not counted. */
  start(plan: PlanSummary, gauges: readonly Int32Array[], fleet: FleetGauges): void {
    this.#replicas.start(fleet)
    this.#plan = plan
    this.#gauges = gauges
    this.#issuedBefore = this.#sum(1)
    this.#warmUps = this.#issuedBefore
  }

  /** Reads the gauges. To be called a few times a second, since rates of issue are differences of readings. */
  sample(now: Nanos): void {
    if (this.#plan === null || now < 0) return
    const issued = this.#sum(1)
    this.#offered.spread(this.#sampledAt, now, issued - this.#issuedBefore)
    this.#issuedBefore = issued
    this.#sampledAt = now
    this.#replicas.sample(now)
  }

  take({ requests, tokens }: SeenBatch): void {
    this.#takeRequests(requests)
    this.#takeTokens(tokens)
  }

  event(event: RunEvent): void {
    this.#fleetEvents.take(event)
    if (event.kind === 'generator') this.#generators.set(event.worker, event)
    else if (event.kind === 'phase' && event.phase === 'drain') this.#drained++
    else if (event.kind === 'phase' && event.phase === 'end') this.#ended = true
  }

  get inFlight(): number {
    return this.#sum(0)
  }

  /** Requests issued per second lately; NaN before the first whole second. */
  offeredRate(now: Nanos): number {
    return this.#offered.perSecond(now)
  }

  look(now: Nanos): LiveState {
    const started = this.#plan !== null && now >= 0
    const elapsed = started ? now : nanos(0)
    return {
      name: this.#scenario.name,
      stage: this.#stage(now),
      elapsed,
      progress: progressOf(this.#plan ?? NO_PLAN, elapsed, this.#done),
      issued: started ? this.#sum(1) - this.#warmUps : 0,
      inFlight: this.inFlight,
      done: this.#done,
      ok: this.#outcomes[OK],
      failures: this.#failures(),
      rates: {
        offered: this.#offered.perSecond(elapsed),
        achieved: this.#achieved.perSecond(elapsed),
        good: this.#good.perSecond(elapsed),
        tokens: this.#tokens.perSecond(elapsed),
      },
      ttft: this.#streamed ? spreadOf(this.#ttft) : null,
      itl: this.#streamed ? spreadOf(this.#itl) : null,
      latency: spreadOf(this.#latency),
      generator: this.#worstGenerator(),
      replicas: this.#replicas.look(elapsed),
      lagLimit: this.#lagLimit,
    }
  }

  #takeRequests(requests: RequestColumns): void {
    const { rows, request, outcome, done, tokens_out } = requests
    const good = goodRequests(requests, this.#scenario.slo.request, 'due')
    const ttft = TIMINGS.ttft(requests)
    const latency = TIMINGS.latency(requests)
    for (let row = 0; row < rows; row++) {
      if (request[row] < 0) continue
      const ok = isOk(requests, row)
      this.#done++
      this.#outcomes[outcome[row]]++
      if (ok) this.#achieved.add(done[row], 1)
      if (good[row] === 1) this.#good.add(done[row], 1)
      if (!this.#allTokens && tokens_out[row] > 0) this.#tokens.add(done[row], tokens_out[row])
      if (!isMeasured(requests, row)) continue
      record(this.#ttft, ok ? ttft(row) : Number.POSITIVE_INFINITY)
      record(this.#latency, ok ? latency(row) : Number.POSITIVE_INFINITY)
    }
    const wait = this.#streamed ? ttft : latency
    this.#replicas.take(requests, good, (row) => {
      if (!isMeasured(requests, row)) return Number.NaN
      return isOk(requests, row) ? wait(row) : Number.POSITIVE_INFINITY
    })
  }

  /** Gaps as `itl` has them: the events of one read after the first came after none. */
  #takeTokens({ rows, request, at, gap, events, tokens }: TokenColumns): void {
    const from = this.#plan?.window.from ?? 0
    for (let row = 0; row < rows; row++) {
      if (request[row] < 0) continue
      if (this.#allTokens) this.#tokens.add(at[row], tokens[row])
      if (at[row] < from) continue
      record(this.#itl, gap[row])
      if (events[row] > 1) this.#itl.record(0, events[row] - 1)
    }
  }

  #stage(now: number): Stage {
    if (this.#ended) return 'ended'
    if (this.#plan === null || now < 0) return 'preparing'
    if (this.#drained >= this.#gauges.length) return 'draining'
    const { from, to } = this.#plan.window
    if (now < from) return 'warm-up'
    return to !== null && now >= to ? 'tail' : 'measuring'
  }

  #failures(): LiveState['failures'] {
    return OUTCOMES.map((outcome, code) => ({ outcome, n: this.#outcomes[code] }))
      .filter(({ outcome, n }) => n > 0 && outcome !== 'ok')
      .sort((a, b) => b.n - a.n)
  }

  #worstGenerator(): GeneratorState | null {
    const all = [...this.#generators.values()]
    if (all.length === 0) return null
    return {
      lagP99: nanos(Math.max(...all.map(({ lagP99 }) => lagP99))),
      loopDelayP99: nanos(Math.max(...all.map(({ loopDelayP99 }) => loopDelayP99))),
      cpu: Math.max(...all.map(({ cpu }) => cpu)),
    }
  }

  /** @param index 0: in flight, 1: issued */
  #sum(index: 0 | 1): number {
    let sum = 0
    for (const gauge of this.#gauges) sum += Atomics.load(gauge, index)
    return sum
  }
}

const NO_PLAN: PlanSummary = {
  loop: 'open',
  queries: null,
  samplesPerQuery: 1,
  window: { from: nanos(0), to: null },
  digest: null,
}

/** Clocks of two threads may differ by less than a microsecond, so a tiny negative stands for zero. */
function record(histogram: Histogram, value: number): void {
  if (!Number.isNaN(value)) histogram.record(Math.max(0, value))
}
