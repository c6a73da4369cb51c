import type { Load } from '../model/scenario.ts'

/**
 * Lanes a load is shared among: at most as many as are wanted, and as can each have a slot of a closed loop, or a place
 * under the cap, of their own. A lane without one could never send its part of the plan.
 */
export function lanesFor(load: Load, wanted: number): number {
  return Math.min(wanted, widthOf(load))
}

function widthOf(load: Load): number {
  if (load.loop === 'closed') return load.slots
  if (load.loop === 'open') return load.cap ?? Number.POSITIVE_INFINITY
  return load.scenario === 'server' || load.scenario === 'offline' ? Number.POSITIVE_INFINITY : 1
}
