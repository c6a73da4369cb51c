import { EXIT, Failure } from '../base/failure.ts'
import { type Nanos, nanos } from '../base/nanos.ts'
import type { Scenario } from '../model/scenario.ts'
import { closedPlan } from './arrivals/concurrency.ts'
import { mlperfPlan } from './arrivals/mlperf/mlperf-plan.ts'
import { openPlan, type PlannedDataset } from './arrivals/open-plan.ts'
import type { Plan } from './plan.ts'

export { digestPlan } from './digest-plan.ts'

/**
 * Fixes who is asked what, and when. The same scenario and dataset give the same plan in every process.
 * @throws Failure of exit `usage` when the load cannot be planned
 */
export function buildPlan(scenario: Pick<Scenario, 'load'>, dataset: PlannedDataset): Plan {
  const { load } = scenario
  if (dataset.size < 1) {
    throw new Failure('plan.empty-dataset', 'the dataset is empty', {
      exit: EXIT.usage,
      hint: 'give a dataset with at least one sample',
    })
  }
  if (load.loop === 'open') return openPlan(load, dataset)
  if (load.loop === 'closed') return closedPlan(load, dataset.size)
  return mlperfPlan(load, dataset.size)
}

/**
 * How long the plan will be issuing: until its last query but for the tail is due, or, in a closed loop, until its least
 * duration is over. null where only the answers decide: offline, and closed loops that a count ends.
 */
export function expectedLength(plan: Plan): Nanos | null {
  const length = plan.loop === 'open' ? plan.due[plan.tailFrom - 1] : plan.limits.minDuration
  return length > 0 ? nanos(length) : null
}
