import type { FleetGauges } from '../../../src/distribute/fleet-gauges.ts'

export interface SampleReplica {
  name: string
  inFlight?: number
  gone?: boolean
}

/** The fleet of these replicas, whose figures may be changed while it is looked at. */
export function sampleFleet(replicas: readonly SampleReplica[]): FleetGauges {
  return {
    get size() {
      return replicas.length
    },
    name: (i) => replicas[i].name,
    inFlight: (i) => replicas[i].inFlight ?? 0,
    isGone: (i) => replicas[i].gone ?? false,
  }
}
