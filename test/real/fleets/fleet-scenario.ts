import { FAULT_AT, type FleetDrill } from './fleet-drill.ts'
import type { RealFleet } from './real-fleet.ts'
import { type Replica, VICTIM } from './replica.ts'
import type { OpenRoute } from './route.ts'

/** Beside the scenario file. */
export const STAMPS = 'stamps.txt'

/** Two requests at each full second, one for each replica: little load, yet some of it open at the fault. */
export function stampsOf(seconds: number): string {
  return Array.from({ length: seconds + TAIL_SECONDS }, (_, second) => `${second}\n${second}\n`).join('')
}

/** Load goes on while the last measured answers come. */
const TAIL_SECONDS = 5

/** The scenario file of one drill. */
export function fleetScenario(fleet: RealFleet, drill: FleetDrill, route: OpenRoute, victim: Replica): object {
  const { server, surface, dataset, seconds } = fleet
  return {
    tailgate: 1,
    name: `${drill.name} one of two ${server.name}`,
    targets: route.targets,
    fleet: route.fleet,
    dataset,
    request: { ...surface.request, timeouts: drill.timeouts },
    load: {
      arrivals: 'trace',
      trace: { path: STAMPS, unit: 's' },
      duration: `${seconds}s`,
      drain: '40s',
      warmup: { requests: 4 },
    },
    faults: [{ ...drill.fault(victim), replica: VICTIM, at: `measure + ${FAULT_AT}s` }],
    allowFaults: true,
    reliability: { hold: '5s' },
    probes: [{ metrics: true }],
    slo: { request: ['ttft <= 5s', 'tpot <= 500ms'], run: ['recovery <= 30s', 'lost(requests) <= 10'] },
  }
}
