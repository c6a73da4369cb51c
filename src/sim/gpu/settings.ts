import type { Nanos } from '../../base/nanos.ts'
import { fromMillis } from '../../base/nanos.ts'

/** The one simulated GPU of a replica. */
export interface GpuSettings {
  /** Drawn between steps, and while its replica is dead. */
  idleWatts: number
  /** Drawn in a step that uses all of it. */
  maxWatts: number
  memoryMiB: number
  /** Its meter shows new values so often, and the same ones in between. */
  refresh: Nanos
}

export const DEFAULT_GPU: GpuSettings = { idleWatts: 80, maxWatts: 400, memoryMiB: 81_920, refresh: fromMillis(100) }
