import { FAULT_AT } from './fleet-drill.ts'
import { type Replica, VICTIM } from './replica.ts'
import type { OpenRoute } from './route.ts'
import { loadOf, type Trial } from './trial.ts'

/** Beside the scenario file. */
export const STAMPS = 'stamps.txt'

/** Of load that is not measured: before, while the generator's own code warms up, and while the last answers come. */
const WARM_SECONDS = 3
const TAIL_SECONDS = 5

/** Instants in seconds, each twice. */
export function stampsOf(trial: Trial): string {
  const { every } = loadOf(trial)
  const length = WARM_SECONDS + trial.seconds + TAIL_SECONDS
  const instants = Array.from({ length: Math.ceil(length / every) }, (_, i) => i * every)
  return instants.map((at) => `${at}\n${at}\n`).join('')
}

/** The scenario file of one trial. */
export function fleetScenario(trial: Trial, route: OpenRoute, victim: Replica): object {
  const { fleet, drill, seconds } = trial
  const { server, surface } = fleet
  const { dataset, bounds } = loadOf(trial)
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
      warmup: { requests: 4, duration: `${WARM_SECONDS}s` },
    },
    faults: [{ ...drill.fault(victim), replica: VICTIM, at: `measure + ${FAULT_AT}s` }],
    allowFaults: true,
    reliability: { hold: '5s' },
    probes: [{ metrics: true }],
    slo: { request: ['ttft <= 5s', 'tpot <= 500ms'], run: bounds },
  }
}
