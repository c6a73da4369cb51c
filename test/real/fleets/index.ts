import { llamaCppFleet } from './llama-cpp.ts'
import type { RealFleet } from './real-fleet.ts'
import { vllmFleet } from './vllm.ts'

/** Every fleet of real servers that Tailgate is tried against. */
export const REAL_FLEETS: readonly RealFleet[] = [llamaCppFleet, vllmFleet]
