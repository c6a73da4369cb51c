import type { Clock } from '../base/clock.ts'
import type { Nanos } from '../base/nanos.ts'
import type { Phase } from '../model/phase.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Airspace } from './airspace.ts'
import type { OpenDataset } from './datasets/dataset.ts'
import { Flight } from './flight.ts'
import type { Health } from './health.ts'
import { type Landing, Landings, phaseCode } from './landing.ts'
import type { Ending } from './observe/facts.ts'
import { Payloads } from './payloads.ts'
import type { Plan } from './plan.ts'
import type { Recorder } from './recorder.ts'
import type { Replica } from './replica.ts'

export interface LaunchpadParts {
  scenario: Scenario
  dataset: OpenDataset
  replicas: readonly Replica[]
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
  readonly #payloads: readonly Payloads[]
  readonly #landings: Landings
  /** Idle flights by replica, because a flight's decoder belongs to its protocol. */
  readonly #idle: readonly Flight[][]
  readonly #tokenShare: number
  #zero = 0

  constructor(parts: LaunchpadParts) {
    this.#parts = parts
    const { scenario, replicas, dataset, recorder } = parts
    this.#payloads = replicas.map(
      ({ protocol, target }) =>
        new Payloads(dataset, (sample, from) => protocol.encode(from.sample(sample), target, scenario.request)),
    )
    this.#landings = new Landings(recorder, scenario.request, replicas, parts.lane)
    this.#idle = replicas.map(() => [])
    this.#tokenShare = { all: 1, none: 0, sampled: scenario.log.sample }[scenario.log.tokens]
  }

  /** The measured time begins. */
  start(zero: Nanos): void {
    this.#zero = zero
  }

  /** Sends one sample of the plan; which replica gets it depends on its number alone. */
  send(plan: Plan, query: number, k: number, due: number, issued: number, landed: (at: Nanos) => void): void {
    const request = query * plan.samplesPerQuery + k
    const replica = request % this.#parts.replicas.length
    const phase = phaseCode(plan.loop === 'open' ? plan.phase(query) : phaseAt(plan, issued - this.#zero))
    this.#launch(request, query, plan.sample(query, k), phase, replica, due, issued, landed)
  }

  /** Sends a warm-up request, numbered downwards from −1. */
  sendWarmUp(number: number, sample: number, replica: number, landed: (at: Nanos) => void): void {
    const now = this.#parts.clock()
    this.#launch(number, number, sample, phaseCode('warmup'), replica, now, now, landed)
  }

  prepare(sample: number, request: number): void {
    this.#payloads[request % this.#parts.replicas.length].of(sample)
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

  #launch(
    request: number,
    query: number,
    sample: number,
    phase: number,
    replica: number,
    due: number,
    issued: number,
    landed: (at: Nanos) => void,
  ): void {
    const payload = this.#payloads[replica].of(sample)
    const flight = this.#idle[replica].pop() ?? this.#newFlight(replica)
    const { inputAsked, outputAsked } = payload
    flight.board({ request, query, sample, phase, replica, due, issued, inputAsked, outputAsked })
    flight.keepTokens = this.#tokenShare === 1 || keeps(request, this.#tokenShare)
    flight.onLanded = landed
    this.#parts.airspace.enter(flight)
    this.#parts.health.lag(issued - due)
    Atomics.add(this.#parts.gauges, 0, 1)
    Atomics.add(this.#parts.gauges, 1, 1)
    this.#parts.replicas[replica].transport.send(payload, request, flight)
  }

  #newFlight(replica: number): Flight {
    const decoder = this.#parts.replicas[replica].protocol.decoder(this.#parts.scenario.request)
    return new Flight(decoder, this.#parts.recorder, this.#parts.airspace, this.#land)
  }

  readonly #land = (flight: Flight, ending: Ending): void => {
    this.#landings.land(flight, ending)
    this.#parts.airspace.leave(flight)
    Atomics.sub(this.#parts.gauges, 0, 1)
    this.#idle[flight.replica].push(flight)
    flight.onLanded(flight.doneAt as Nanos)
  }
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
