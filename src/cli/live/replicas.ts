import { isOk } from '../../analysis/timing.ts'
import type { FleetGauges } from '../../distribute/fleet-gauges.ts'
import type { RequestColumns } from '../../model/columns.ts'
import type { FleetEvents } from './fleet-events.ts'
import type { ReplicaState } from './live-state.ts'
import { ReplicaTally } from './replica-tally.ts'
import { spreadOf } from './spread.ts'

/** Counts by replica what a run tells while it runs. Behind a gateway they are those that answers name. */
export class Replicas {
  readonly #gateway: boolean
  readonly #events: FleetEvents
  readonly #tallies = new Map<string, ReplicaTally>()
  #fleet: FleetGauges | null = null
  #sampledAt = 0

  constructor(gateway: boolean, events: FleetEvents) {
    this.#gateway = gateway
    this.#events = events
  }

  start(fleet: FleetGauges): void {
    this.#fleet = fleet
    for (const [name, { inFlight }] of this.#now()) this.#tallies.set(name, new ReplicaTally(inFlight))
  }

  sample(at: number): void {
    const now = this.#now()
    for (const name of now.keys()) this.#tally(name)
    for (const [name, tally] of this.#tallies) tally.sample(this.#sampledAt, at, now.get(name)?.inFlight ?? 0)
    this.#sampledAt = at
  }

  /** @param wait ns that a measured request waited for what is shown, failures +Infinity; NaN of any other */
  take(requests: RequestColumns, good: Uint8Array, wait: (row: number) => number): void {
    const { rows, request, replica, done, tables } = requests
    for (let row = 0; row < rows; row++) {
      if (request[row] < 0 || replica[row] < 0) continue
      const tally = this.#tally(tables.replica[replica[row]])
      tally.ended++
      if (!isOk(requests, row)) tally.failed++
      if (good[row] === 1) tally.addGood(done[row])
      const value = wait(row)
      if (!Number.isNaN(value)) tally.wait.record(Math.max(0, value))
    }
  }

  /** Those that are there or still have requests; none where there is only one. */
  look(at: number): ReplicaState[] {
    const now = this.#now()
    const shown = [...this.#tallies].filter(([name]) => !now.get(name)?.isGone || now.get(name)?.inFlight !== 0)
    if (shown.length < 2) return []
    const rates = shown.map(([, tally]) => tally.sentRate(at))
    const sent = rates.reduce((sum, rate) => sum + rate, 0)
    return shown.map(([name, tally], i) => ({
      name,
      state: this.#events.isFaulted(name) ? 'faulted' : this.#events.isOut(name) ? 'out' : 'in',
      inFlight: now.get(name)?.inFlight ?? Number.NaN,
      share: sent > 0 ? rates[i] / sent : Number.NaN,
      failed: tally.failed,
      good: tally.goodRate(at),
      wait: spreadOf(tally.wait),
    }))
  }

  #tally(name: string): ReplicaTally {
    const known = this.#tallies.get(name)
    if (known !== undefined) return known
    const made = new ReplicaTally(0)
    this.#tallies.set(name, made)
    return made
  }

  /** The fleet at this instant. A gateway is no replica of its own. */
  #now(): ReadonlyMap<string, { inFlight: number; isGone: boolean }> {
    const fleet = this.#fleet
    if (fleet === null || this.#gateway) return new Map()
    const replicas = Array.from({ length: fleet.size }, (_, i) => i)
    return new Map(replicas.map((i) => [fleet.name(i), { inFlight: fleet.inFlight(i), isGone: fleet.isGone(i) }]))
  }
}
