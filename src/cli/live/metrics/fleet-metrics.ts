import { Gauge, type Registry } from 'prom-client'
import type { FleetGauges } from '../../../distribute/fleet-gauges.ts'
import type { RunEvent } from '../../../model/run-log.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { FleetEvents } from '../fleet-events.ts'

/** What is known of each replica beside its requests. */
export class FleetMetrics {
  readonly #events = new FleetEvents()
  /** Ever hit, or to be hit by name. */
  readonly #hits = new Map<string, { fault: string; replica: string }>()
  #fleet: FleetGauges | null = null

  constructor(registry: Registry, scenario: Scenario) {
    for (const { name, which } of scenario.faults) {
      if (which !== 'busiest' && 'replica' in which) this.#expect(name, which.replica)
    }
    const registers = [registry]
    const replicas = () => this.#replicas()
    const hits = () => [...this.#hits.values()]
    const events = this.#events
    new Gauge({
      name: 'tailgate_replica_in_flight',
      help: 'Wire calls in flight, by replica.',
      labelNames: ['replica'],
      registers,
      collect() {
        for (const { replica, inFlight } of replicas()) this.set({ replica }, inFlight)
      },
    })
    new Gauge({
      name: 'tailgate_replica_in_rotation',
      help: '1: the replica gets requests. 0: it left, is not ready or is ejected.',
      labelNames: ['replica'],
      registers,
      collect() {
        for (const { replica } of replicas()) this.set({ replica }, events.isOut(replica) ? 0 : 1)
      },
    })
    new Gauge({
      name: 'tailgate_fault_active',
      help: '1: the fault is going on at the replica.',
      labelNames: ['fault', 'replica'],
      registers,
      collect() {
        for (const { fault, replica } of hits()) this.set({ fault, replica }, events.isActive(fault, replica) ? 1 : 0)
      },
    })
  }

  follow(fleet: FleetGauges): void {
    this.#fleet = fleet
  }

  event(event: RunEvent): void {
    this.#events.take(event)
    if (event.kind === 'fault') this.#expect(event.fault, event.replica)
  }

  #expect(fault: string, replica: string): void {
    this.#hits.set(JSON.stringify([fault, replica]), { fault, replica })
  }

  #replicas(): { replica: string; inFlight: number }[] {
    const fleet = this.#fleet
    if (fleet === null) return []
    return Array.from({ length: fleet.size }, (_, i) => ({ replica: fleet.name(i), inFlight: fleet.inFlight(i) }))
  }
}
