import type { AttemptColumns } from '../../model/attempts.ts'
import type { RequestColumns } from '../../model/columns.ts'
import type { ReliabilitySettings } from '../../model/fault.ts'
import type { Scenario } from '../../model/scenario.ts'
import type { View } from '../slice.ts'
import type { Window } from '../window.ts'
import { type Wires, wiresOf } from './wires.ts'

/** What every measure of a fault reads, computed once for the run. */
export interface Scene {
  requests: RequestColumns
  good: Uint8Array
  streamed: boolean
  window: Window
  /** Requests in the measured cohort. */
  cohort: number
  wires: Wires
  /** Who answers is chosen by another, and known only where answers say so. */
  gateway: boolean
  settings: ReliabilitySettings
  /** Share of failures at which the fleet still counts as recovered. */
  failuresAllowed: number
  /** Replicas by the scenario: 0 or 1 where it does not say how many. */
  targets: number
}

export function sceneOf(view: View, attempts: AttemptColumns | undefined, cohort: number): Scene {
  const { scenario } = view.manifest
  const wires = wiresOf(view.requests, attempts)
  const nameless = scenario.fleet.gateway && scenario.fleet.replicaHeader === null
  return {
    requests: view.requests,
    good: view.good,
    streamed: view.streamed,
    window: view.window,
    cohort,
    wires: nameless ? { ...wires, replica: new Int32Array(wires.n).fill(-1) } : wires,
    gateway: scenario.fleet.gateway,
    settings: scenario.reliability,
    failuresAllowed: failuresAllowed(scenario),
    targets: scenario.fleet.gateway ? scenario.fleet.behind.length : scenario.targets.length,
  }
}

/** By the bounds of the scenario where they say, else by its objective. */
function failuresAllowed({ slo, reliability }: Scenario): number {
  const limits = slo.run.flatMap(({ metric, limit }) => {
    if (metric === 'failed') return [limit]
    return metric === 'availability' ? [1 - limit] : []
  })
  return limits.length > 0 ? Math.min(...limits) : 1 - reliability.objective
}
