import type { MlperfScenario } from '../../../../src/model/scenario.ts'
import {
  deriveMlperf,
  type EffectiveSettings,
  type SampleLibrary,
} from '../../../../src/run/arrivals/mlperf/effective-settings.ts'
import { LOADGEN_DEFAULTS } from '../../../../src/scenario/loadgen-settings.ts'
import { OFFICIAL_SEEDS } from '../../../../src/scenario/mlperf-seeds.ts'
import { mlperfSettings } from '../../../../src/scenario/mlperf-settings.ts'

const SCENARIOS: { [name: string]: MlperfScenario } = {
  SingleStream: 'single-stream',
  MultiStream: 'multi-stream',
  Server: 'server',
  Offline: 'offline',
}

export interface LoadGenCase {
  scenario: string
  mode?: string
  total?: number
  perf?: number
  [setting: string]: unknown
}

/** Golden cases write flags as 0 and 1. */
const FLAGS = Object.entries(LOADGEN_DEFAULTS).flatMap(([key, value]) => (typeof value === 'boolean' ? [key] : []))

/** Effective settings of a golden case, whose settings have LoadGen's names and the seeds of v6.1. */
export function effectiveOf(given: LoadGenCase): { settings: EffectiveSettings; library: SampleLibrary } {
  const { scenario: name, mode, total = 64, perf = 64, ...changed } = given
  const all = { ...LOADGEN_DEFAULTS, ...OFFICIAL_SEEDS['v6.1'], ...changed, mode: mode?.startsWith('Accuracy') ? 1 : 2 }
  for (const flag of FLAGS) Object.assign(all, { [flag]: Boolean(all[flag as keyof typeof all]) })
  const scenario = SCENARIOS[name]
  const library = { total, performance: perf }
  return { settings: deriveMlperf(mlperfSettings(all, scenario), library, scenario), library }
}
