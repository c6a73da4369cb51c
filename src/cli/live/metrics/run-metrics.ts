import { Counter, Gauge, type Metric, Registry } from 'prom-client'
import { isOk, TIMINGS } from '../../../analysis/timing.ts'
import { NS_PER_MS, NS_PER_S } from '../../../base/nanos.ts'
import type { FleetGauges } from '../../../distribute/fleet-gauges.ts'
import type { SeenBatch } from '../../../log/batch.ts'
import type { RequestColumns, TokenColumns } from '../../../model/columns.ts'
import { OUTCOMES } from '../../../model/outcome.ts'
import type { RunEvent } from '../../../model/run-log.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { BucketHistogram } from './bucket-histogram.ts'
import { FleetMetrics } from './fleet-metrics.ts'
import { ReplicaLabel } from './replica-label.ts'

/** Asked for at each scrape. */
export interface Gauges {
  inFlight(): number
  /** Per second; NaN when not known yet. */
  offeredRate(): number
}

const REQUEST_BUCKETS_MS = [
  1, 2.5, 5, 10, 25, 50, 100, 250, 500, 1000, 2500, 5000, 10_000, 30_000, 60_000, 120_000, 300_000,
]
const GAP_BUCKETS_MS = [0.5, 1, 2.5, 5, 7.5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 250, 500, 1000, 2500, 10_000]

/** The metrics of one run, in a registry of their own: docs/live-metrics.md lists them. */
export class RunMetrics {
  readonly registry = new Registry()
  readonly #allTokens: boolean
  readonly #streamed: boolean
  readonly #requests: Counter
  readonly #tokens: Counter
  readonly #lag: Gauge
  readonly #loopDelay: Gauge
  readonly #cpu: Gauge
  readonly #ttft: BucketHistogram
  readonly #itl: BucketHistogram
  readonly #latency: BucketHistogram
  readonly #label = new ReplicaLabel()
  readonly #fleet: FleetMetrics

  constructor(scenario: Scenario, identity: { fingerprint: string; version: string }, gauges: Gauges) {
    this.#allTokens = scenario.log.tokens === 'all'
    this.#streamed = scenario.request.stream
    this.#info({ scenario: scenario.name, ...identity })
    this.#requests = this.#counter('tailgate_requests_total', 'Requests that ended, by outcome and replica.', [
      'outcome',
      'replica',
    ])
    this.#tokens = this.#counter('tailgate_tokens_total', 'Output tokens received.', [])
    const buckets = (metric: RegExp, millis: readonly number[]) => bounds(scenario, metric, millis)
    this.#ttft = this.#histogram(
      'tailgate_ttft_seconds',
      'First token minus due, of ok requests.',
      buckets(/^ttft/, REQUEST_BUCKETS_MS),
      'replica',
    )
    this.#itl = this.#histogram(
      'tailgate_inter_token_seconds',
      'Gaps between token events, of all requests.',
      buckets(/^itl/, GAP_BUCKETS_MS),
    )
    this.#latency = this.#histogram(
      'tailgate_latency_seconds',
      'End of the answer minus due, of ok requests.',
      buckets(/^latency/, REQUEST_BUCKETS_MS),
      'replica',
    )
    if (scenario.fleet.discover === null) for (const { name } of scenario.targets) this.#expect(name)
    this.#fleet = new FleetMetrics(this.registry, scenario)
    this.#read('tailgate_in_flight', 'Requests in flight.', gauges.inFlight)
    this.#read('tailgate_offered_rate', 'Requests issued per second, over the last five seconds.', gauges.offeredRate)
    this.#lag = this.#byWorker('tailgate_generator_lag_seconds', 'p99 of issued minus due, over the last second.')
    this.#cpu = this.#byWorker('tailgate_generator_cpu_ratio', 'Share of one core, active waiting left out.')
    this.#loopDelay = this.#byWorker(
      'tailgate_generator_loop_delay_seconds',
      'p99 of the event loop’s delay, over the last second.',
    )
  }

  take({ requests, tokens }: SeenBatch): void {
    this.#takeRequests(requests)
    this.#takeTokens(tokens)
  }

  /** The load begins. */
  follow(fleet: FleetGauges): void {
    this.#fleet.follow(fleet)
    for (let replica = 0; replica < fleet.size; replica++) this.#expect(fleet.name(replica))
  }

  event(event: RunEvent): void {
    this.#fleet.event(event)
    if (event.kind !== 'generator') return
    const labels = { worker: String(event.worker) }
    this.#lag.set(labels, event.lagP99 / NS_PER_S)
    this.#loopDelay.set(labels, event.loopDelayP99 / NS_PER_S)
    this.#cpu.set(labels, event.cpu)
  }

  #takeRequests(requests: RequestColumns): void {
    const { rows, request, outcome, replica, tokens_out, tables } = requests
    const names = ['', ...tables.replica]
    const replicas = names.length
    const counts = new Uint32Array(OUTCOMES.length * replicas)
    const ttft = TIMINGS.ttft(requests)
    const latency = TIMINGS.latency(requests)
    let tokens = 0
    for (let row = 0; row < rows; row++) {
      if (request[row] < 0) continue
      counts[outcome[row] * replicas + replica[row] + 1]++
      if (tokens_out[row] > 0) tokens += tokens_out[row]
      if (!isOk(requests, row)) continue
      const name = this.#label.of(names[replica[row] + 1])
      if (this.#streamed) this.#ttft.of(name).observe(ttft(row))
      this.#latency.of(name).observe(latency(row))
    }
    for (const [cell, n] of counts.entries()) {
      if (n === 0) continue
      const name = this.#label.of(names[cell % replicas])
      this.#requests.inc({ outcome: OUTCOMES[Math.floor(cell / replicas)], replica: name }, n)
    }
    if (!this.#allTokens) this.#tokens.inc(tokens)
  }

  #takeTokens({ rows, request, gap, events, tokens }: TokenColumns): void {
    const itl = this.#itl.of('')
    let sum = 0
    for (let row = 0; row < rows; row++) {
      if (request[row] < 0) continue
      sum += tokens[row]
      itl.observe(gap[row])
      if (events[row] > 1) itl.observe(0, events[row] - 1)
    }
    if (this.#allTokens) this.#tokens.inc(sum)
  }

  /** Series from the beginning, so that rates can be taken of the first values too. */
  #expect(replica: string): void {
    const name = this.#label.of(replica)
    this.#requests.inc({ outcome: 'ok', replica: name }, 0)
    if (this.#streamed) this.#ttft.of(name)
    this.#latency.of(name)
  }

  #info(labels: { readonly [label: string]: string }): void {
    const labelNames = Object.keys(labels)
    const name = 'tailgate_run_info'
    const help = 'The run: scenario, its fingerprint, version of tailgate. Always 1.'
    new Gauge({ name, help, labelNames, registers: [this.registry] }).set(labels, 1)
  }

  #counter(name: string, help: string, labelNames: string[]): Counter {
    return new Counter({ name, help, labelNames, registers: [this.registry] })
  }

  #byWorker(name: string, help: string): Gauge {
    return new Gauge({ name, help, labelNames: ['worker'], registers: [this.registry] })
  }

  #read(name: string, help: string, value: () => number): void {
    const collect = function (this: Gauge) {
      this.set(value() || 0)
    }
    new Gauge({ name, help, registers: [this.registry], collect })
  }

  #histogram(name: string, help: string, buckets: readonly number[], label?: string): BucketHistogram {
    const histogram = new BucketHistogram(name, help, buckets, label)
    // A registry asks of a metric only its name and `get`.
    this.registry.registerMetric(histogram as unknown as Metric)
    return histogram
  }
}

/** The usual buckets, and one that ends at each bound of the scenario, so that attainment can be read exactly. */
function bounds({ slo }: Scenario, metric: RegExp, millis: readonly number[]): number[] {
  const limits = [...slo.request, ...slo.run].filter((bound) => metric.test(bound.metric)).map(({ limit }) => limit)
  return [...millis.map((value) => value * NS_PER_MS), ...limits]
}
