import type { Clock } from '../base/clock.ts'
import type { Nanos } from '../base/nanos.ts'
import type { Phase } from '../model/phase.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Airspace } from './airspace.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import { balancers } from './fleet/balancers/index.ts'
import { type FleetState, LOST } from './fleet/fleet-state.ts'
import { replicaNames } from './fleet/replica-name.ts'
import { Flight } from './flight.ts'
import type { Health } from './health.ts'
import { type Landing, Landings, phaseCode } from './landing.ts'
import type { Errand, Mission } from './mission.ts'
import type { Ending } from './observe/facts.ts'
import { Payloads } from './payloads.ts'
import { Placement } from './placement.ts'
import type { Plan } from './plan.ts'
import type { ResponseHead } from './protocols/protocol.ts'
import type { Recorder } from './recorder.ts'
import type { Replica } from './replica.ts'
import { SecondTries } from './second-tries.ts'

export interface LaunchpadParts {
  scenario: Scenario
  dataset: OpenDataset
  replicas: readonly Replica[]
  /** What all workers know of the replicas. */
  fleet: FleetState
  airspace: Airspace
  recorder: Recorder
  clock: Clock
  lane: number
  health: Health
  /** [in flight, issued] */
  gauges: Int32Array
}

/** Puts samples in the air and takes their flights back: the one place where plan, protocol, transport and log meet. */
export class Launchpad {
  readonly #parts: LaunchpadParts
  readonly #replicas: Replica[] = []
  /** By replica; those of one kind share theirs. */
  readonly #payloads: Payloads[] = []
  readonly #kinds = new Map<string, Payloads>()
  readonly #landings: Landings
  readonly #placement: Placement
  readonly #tries: SecondTries | null
  readonly #nameOf: ((head: ResponseHead) => number) | null
  /** Idle flights by replica, because a flight's decoder belongs to its protocol. */
  readonly #idle: Flight[][] = []
  readonly #tokenShare: number
  #zero = 0

  constructor(parts: LaunchpadParts) {
    this.#parts = parts
    const { scenario, dataset, recorder, fleet, lane } = parts
    const { gateway, replicaHeader, balance, retries, hedge } = scenario.fleet
    this.#landings = new Landings(recorder, scenario.request, parts.replicas, lane, gateway)
    this.#placement = new Placement(balance, balancers[balance.policy](balance, fleet, lane), dataset)
    this.#nameOf = gateway && replicaHeader !== null ? replicaNames(replicaHeader, recorder.replicas) : null
    this.#tries = retries === null && hedge === null ? null : new SecondTries(scenario.fleet, this.#pad())
    this.#tokenShare = { all: 1, none: 0, sampled: scenario.log.sample }[scenario.log.tokens]
    for (const replica of parts.replicas) this.join(replica)
  }

  /** One more replica to choose from; its index is the next. */
  join(replica: Replica): void {
    const { protocol, target } = replica
    const { dataset, scenario, recorder } = this.#parts
    const kind = `${target.protocol} ${target.model}`
    const payloads =
      this.#kinds.get(kind) ??
      new Payloads(dataset, (sample, from) => protocol.encode(from.sample(sample), target, scenario.request))
    this.#kinds.set(kind, payloads)
    this.#replicas.push(replica)
    this.#payloads.push(payloads)
    this.#idle.push([])
    recorder.replicas.code(replica.name)
    this.#landings.keepSecret(this.#replicas)
  }

  /** The measured time begins. */
  start(zero: Nanos): void {
    this.#zero = zero
  }

  /** Sends one sample of the plan to the replica that the fleet's policy chooses. */
  send(plan: Plan, query: number, k: number, due: number, issued: number, landed: (at: Nanos) => void): void {
    const request = query * plan.samplesPerQuery + k
    const phase = phaseCode(plan.loop === 'open' ? plan.phase(query) : phaseAt(plan, issued - this.#zero))
    const errand: Errand = { request, query, sample: plan.sample(query, k), phase, due, issued, landed }
    this.#parts.health.lag(issued - due)
    Atomics.add(this.#parts.gauges, 0, 1)
    Atomics.add(this.#parts.gauges, 1, 1)
    if (this.#tries !== null) this.#tries.begin(errand)
    else this.#place(errand, -1, issued, null)
  }

  /** Sends a warm-up request, numbered downwards from −1. */
  sendWarmUp(number: number, sample: number, replica: number, landed: (at: Nanos) => void): void {
    const now = this.#parts.clock()
    const phase = phaseCode('warmup')
    Atomics.add(this.#parts.gauges, 0, 1)
    Atomics.add(this.#parts.gauges, 1, 1)
    this.#launch({ request: number, query: number, sample, phase, due: now, issued: now, landed }, replica, now, null)
  }

  prepare(sample: number): void {
    for (const payloads of this.#kinds.values()) payloads.of(sample)
  }

  /** Records a planned sample that is not sent. */
  skip(plan: Plan, query: number, k: number, due: number): void {
    const request = query * plan.samplesPerQuery + k
    this.#landings.notSent(
      request,
      query,
      plan.sample(query, k),
      phaseCode(plan.phase(query)),
      due,
      this.#parts.clock(),
    )
  }

  /** The flight that landed last, for whoever has just been called back. */
  get lastLanding(): Landing {
    return this.#landings.last
  }

  /** Requests that are not over, although nothing of them may be in the air. */
  get waiting(): number {
    return this.#tries?.waiting ?? 0
  }

  /** To be called every few milliseconds. */
  sweep(): void {
    this.#tries?.sweep()
  }

  /** What has failed is not tried again. */
  stopTrying(): void {
    this.#tries?.stop()
  }

  /** Sends to the replica that the policy chooses. @param not a replica to avoid, or −1 */
  #place(errand: Errand, not: number, issued: number, mission: Mission | null): Flight {
    for (;;) {
      const replica = this.#placement.place(errand.request, errand.sample, not)
      const flight = this.#launch(errand, replica, issued, mission)
      if (flight !== null) return flight
    }
  }

  /** null: the replica is on trial, and another worker has just sent what it is tried by. */
  #launch(errand: Errand, replica: number, issued: number, mission: Mission | null): Flight | null {
    const { request, query, sample, phase, due, landed } = errand
    const payload = this.#payloads[replica].of(sample)
    const pass = this.#parts.fleet.took(replica, tokensAsked(payload))
    if (pass === LOST) return null
    const flight = this.#idle[replica].pop() ?? this.#newFlight(replica)
    const { inputAsked, outputAsked } = payload
    flight.board({ request, query, sample, phase, replica, pass, due, issued, inputAsked, outputAsked, mission })
    flight.keepTokens = this.#tokenShare === 1 || keeps(request, this.#tokenShare)
    flight.onLanded = landed
    this.#parts.airspace.enter(flight)
    this.#replicas[replica].transport.send(payload, request, flight)
    return flight
  }

  #newFlight(replica: number): Flight {
    const decoder = this.#replicas[replica].protocol.decoder(this.#parts.scenario.request)
    return new Flight(decoder, this.#parts.recorder, this.#parts.airspace, this.#land, this.#nameOf)
  }

  readonly #land = (flight: Flight, ending: Ending): void => {
    const ended = this.#landings.judge(flight, ending)
    this.#parts.airspace.leave(flight)
    this.#parts.fleet.landed(flight.replica, tokensAsked(flight), flight.pass, ended.outcome, ended.message)
    if (flight.mission !== null) return this.#tries?.landed(flight, ended)
    this.#landings.land(flight, ended, null)
    this.#release(flight)
    this.#concluded(flight.onLanded, flight.doneAt as Nanos)
  }

  #release(flight: Flight): void {
    this.#idle[flight.replica].push(flight)
  }

  #concluded(landed: (at: Nanos) => void, at: Nanos): void {
    Atomics.sub(this.#parts.gauges, 0, 1)
    landed(at)
  }

  #pad(): ConstructorParameters<typeof SecondTries>[1] {
    const { clock } = this.#parts
    return {
      clock,
      launch: (mission, not) => {
        const { errand } = mission
        const issued = mission.attempts === 1 ? errand.issued : clock()
        return this.#place(errand, not, issued, mission)
      },
      recordAttempt: (flight, number, cause, ended) => this.#landings.attempt(flight, number, cause, ended),
      conclude: (mission, flight, ended) => {
        this.#landings.land(flight, ended, mission)
        this.#concluded(mission.errand.landed, flight.doneAt as Nanos)
      },
      release: (flight) => this.#release(flight),
    }
  }
}

/** Prompt and answer. */
function tokensAsked({ inputAsked, outputAsked }: { inputAsked: number; outputAsked: number }): number {
  return Math.max(0, inputAsked) + Math.max(0, outputAsked)
}

/** In a closed loop only the time of issue tells the phase. */
function phaseAt(plan: Plan, at: number): Phase {
  if (at < plan.window.from) return 'warmup'
  return plan.window.to !== null && at >= plan.window.to ? 'tail' : 'measure'
}

/** Whether a sampled request's tokens are kept: by its number, so that every worker and rerun chooses the same. */
function keeps(request: number, share: number): boolean {
  return (Math.imul(request, 2654435761) >>> 0) / 2 ** 32 < share
}
