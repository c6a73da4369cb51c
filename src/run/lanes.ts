import type { Load } from '../model/scenario.ts'

/**
 * Lanes a load is shared among: at most as many as are wanted, and as can each have a slot of a closed loop, a place under
 * the cap, or a query below the most of LoadGen's, of their own. A lane without one could never send its part of the plan.
 */
export function lanesFor(load: Load, wanted: number): number {
  return Math.min(wanted, widthOf(load))
}

function widthOf(load: Load): number {
  if (load.loop === 'closed') return load.slots
  if (load.loop === 'open') return load.cap ?? Number.POSITIVE_INFINITY
  if (load.scenario === 'offline') return Number.POSITIVE_INFINITY
  if (load.scenario !== 'server') return 1
  const { max_async_queries, max_query_count } = load.mlperf
  // One query too many ends the run, and which of the lanes has it is chance: one lane counts them all.
  if (max_async_queries > 0) return 1
  return max_query_count > 0 ? max_query_count : Number.POSITIVE_INFINITY
}
