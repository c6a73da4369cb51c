import { NS_PER_S } from '../../base/nanos.ts'
import type { EngineSettings } from '../engine/settings.ts'
import type { StepWork } from '../engine/step-time.ts'
import type { GpuSettings } from './settings.ts'

/** One step of the engine as its GPU sees it: constant power from `begin` to `end`, instants in ns. */
export interface PowerStep {
  readonly begin: number
  readonly end: number
  readonly watts: number
}

/** What reading the weights takes of a GPU's range, what a full batch adds, and what a step full of prompt adds. */
const WEIGHTS = 0.4
const BATCH = 0.25
const PROMPT = 0.35

/** Power of a step in W. docs/simulated-fleet.md §7. */
export function stepWatts(gpu: GpuSettings, engine: EngineSettings, work: StepWork): number {
  const batch = Math.min(1, work.sequences / engine.slots)
  const prompt = Math.min(1, work.prefillTokens / engine.stepTokens)
  return gpu.idleWatts + (gpu.maxWatts - gpu.idleWatts) * (WEIGHTS + BATCH * batch + PROMPT * prompt)
}

/** J drawn above idle power in that part of a step that lies between two instants. */
export function joulesAboveIdle({ begin, end, watts }: PowerStep, idleWatts: number, from: number, to: number): number {
  const overlap = Math.max(0, Math.min(end, to) - Math.max(begin, from))
  return ((watts - idleWatts) * overlap) / NS_PER_S
}
