import { nanos } from '../../base/nanos.ts'
import type { OpenLoad } from '../../model/scenario.ts'
import type { OpenPlan } from '../plan.ts'
import { startArrivals } from './index.ts'
import { NO_LIMITS } from './limits.ts'
import { fileOrder, shuffledPasses } from './sample-order.ts'
import { takeSchedule } from './schedule.ts'

/** What a plan needs to know of the dataset; `arrivals` are the stamps to replay, its own or those of a file. */
export interface PlannedDataset {
  readonly size: number
  readonly arrivals: Float64Array | null
}

/**
 * The plan of an open load: one sample a query, all of it drawn before the first is sent.
 * @throws Failure of exit `usage` when the load cannot be planned
 */
export function openPlan(load: OpenLoad, dataset: PlannedDataset): OpenPlan {
  const { arrivals, warmup, cap, seed } = load
  const source = startArrivals(arrivals, { seed: seed.schedule, stamps: dataset.arrivals })
  const { due, measureFrom, tailFrom, to } = takeSchedule(source, load)
  const replaysItself = arrivals.kind === 'trace' && arrivals.path === null
  const orderOf = replaysItself ? fileOrder(dataset.size) : shuffledPasses(dataset.size, seed.order)
  const order = new Uint32Array(due.length)
  for (let query = 0; query < order.length; query++) order[query] = orderOf(query)
  return {
    loop: 'open',
    samplesPerQuery: 1,
    queries: due.length,
    sample: (query) => order[query],
    phase: (query) => (query < measureFrom ? 'warmup' : query < tailFrom ? 'measure' : 'tail'),
    window: { from: warmup.duration, to: to === null ? null : nanos(to) },
    due,
    cap,
    tailFrom,
    limits: NO_LIMITS,
  }
}
