import { FAULT_AT, type FleetDrill } from './fleet-drill.ts'
import type { FleetLoad, RealFleet } from './real-fleet.ts'
import { type Replica, VICTIM } from './replica.ts'
import type { OpenRoute } from './route.ts'

/** Beside the scenario file. */
export const STAMPS = 'stamps.txt'

/** Load goes on while the last measured answers come. */
const TAIL_SECONDS = 5

/** Instants in seconds, each twice. */
export function stampsOf(every: number, seconds: number): string {
  const instants = Array.from({ length: Math.ceil((seconds + TAIL_SECONDS) / every) }, (_, i) => i * every)
  return instants.map((at) => `${at}\n${at}\n`).join('')
}

/** The scenario file of one drill. */
export function fleetScenario(
  { server, surface, seconds }: RealFleet,
  { dataset, bounds }: FleetLoad,
  drill: FleetDrill,
  route: OpenRoute,
  victim: Replica,
): object {
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
    slo: { request: ['ttft <= 5s', 'tpot <= 500ms'], run: bounds },
  }
}
