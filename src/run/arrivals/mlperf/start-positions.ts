import type { Mt19937 } from '../../../stats/random/mt19937.ts'
import { uniformInt } from '../../../stats/random/uniform-int.ts'
import { drawOrders } from './draw-orders.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import type { LoadableSet } from './loadable-sets.ts'
import { refuseExhausted } from './refuse.ts'

/** Where in the set the n-th query starts, by the first rule of LoadGen's that applies (docs/mlperf.md §2.8). */
export function startsOf(
  settings: EffectiveSettings,
  set: LoadableSet,
  minQueries: number,
  random: Mt19937,
): (query: number) => number {
  const { accuracy, unique, equal } = drawOrders(settings, set, minQueries, random)
  if (settings.performance_issue_unique) return (query) => taken(unique, query, settings)
  if (settings.performance_issue_same) return () => settings.performance_issue_same_index
  const equalIssue = settings.sample_concatenate_permutation && settings.scenario !== 'multi-stream'
  if (equalIssue) return (query) => equal[query % equal.length]
  if (accuracy) return (query) => taken(accuracy, query, settings)
  return () => uniformInt(random, set.end, settings.rng)
}

function taken(order: Uint32Array, query: number, settings: EffectiveSettings): number {
  if (query >= order.length) refuseExhausted(settings, order.length)
  return order[query]
}
