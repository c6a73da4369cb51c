import { EXIT, Failure } from '../../base/failure.ts'
import { nanos } from '../../base/nanos.ts'
import type { ClosedLoad } from '../../model/scenario.ts'
import type { ClosedPlan } from '../plan.ts'
import { NO_LIMITS } from './limits.ts'
import { shuffledPasses } from './sample-order.ts'

/**
 * The plan of a closed loop. It knows no times: `phase` calls every query measured, and which of them belong to the
 * warm-up is decided by their issue time against `window.from`, as it is known only then.
 * @throws Failure of exit `usage` when nothing would end the loop or it has no slots
 */
export function closedPlan(load: ClosedLoad, datasetSize: number): ClosedPlan {
  const { slots, think, queries, duration, warmup, seed } = load
  if (queries === null && duration === null)
    throw unusable('nothing ends this load', 'set load.duration or load.queries')
  if (!(Number.isInteger(slots) && slots > 0)) {
    throw unusable(`a closed loop of ${slots} slots; expected 1 or more`, 'set load.concurrency')
  }
  const order = shuffledPasses(datasetSize, seed.order)
  const end = duration === null ? null : nanos(warmup.duration + duration)
  return {
    loop: 'closed',
    samplesPerQuery: 1,
    slots,
    think,
    queries: queries ?? Number.POSITIVE_INFINITY,
    sample: (query) => order(query),
    phase: () => 'measure',
    window: { from: warmup.duration, to: end },
    limits: end === null ? NO_LIMITS : { ...NO_LIMITS, minQueries: 0, minDuration: end },
  }
}

function unusable(message: string, hint: string): Failure {
  return new Failure('plan.closed', message, { exit: EXIT.usage, hint })
}
