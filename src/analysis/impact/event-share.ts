import type { Availability, ErrorBudget } from '../../model/impact.ts'
import { wilson } from '../../stats/wilson.ts'
import type { Bins } from './bins.ts'
import { errorBudget } from './budget.ts'
import type { Scene } from './scene.ts'

/** Share of the requests of an event that ended ok. Failures come together: the interval is within this event. §8 */
export function eventAvailability({ offered, ok }: Bins, bins: number): Availability | null {
  const [of, answered] = [sum(offered, bins), sum(ok, bins)]
  if (of === 0) return null
  return { ok: answered, of, share: answered / of, interval: { ...wilson(answered, of), level: 0.95 } }
}

/** Failures until recovery has held, those due before the fault that it cost included, against what the objective allows. §8 */
export function budgetOf(
  { settings, cohort }: Scene,
  { offered, ok }: Bins,
  caught: number,
  { recovered, held }: { recovered: number; held: number },
): ErrorBudget {
  const bad = sum(offered, held) - sum(ok, held) + caught
  const lasted = Math.max(1, recovered)
  const of = sum(offered, lasted)
  return errorBudget(settings.objective, cohort, bad, of === 0 ? 0 : 1 - sum(ok, lasted) / of)
}

const sum = (values: Float64Array, n: number): number =>
  values.subarray(0, n).reduce((total, value) => total + value, 0)
