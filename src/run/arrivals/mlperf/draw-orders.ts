import type { Mt19937 } from '../../../stats/random/mt19937.ts'
import { permutation, shuffle } from '../../../stats/random/shuffle.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import type { LoadableSet } from './loadable-sets.ts'

/** Positions in a loadable set, in the orders LoadGen draws before it generates the first query. */
export interface Orders {
  /** Each start once: what accuracy mode takes; null in performance mode, which then takes random ones. */
  accuracy: Uint32Array | null
  /** Each start once: what `performance_issue_unique` takes. */
  unique: Uint32Array
  /** Whole passes over the set: what equal issue takes, over and over. */
  equal: Uint32Array
}

/**
 * Draws all orders, also those no query will use: the draws after them depend on it (docs/mlperf.md §2.8).
 * @param minQueries before equal issue pads it
 */
export function drawOrders(settings: EffectiveSettings, set: LoadableSet, minQueries: number, random: Mt19937): Orders {
  const accuracy = settings.mode === 'accuracy' ? starts(settings, set.end, random) : null
  const unique = starts(settings, set.end, random)
  return { accuracy, unique, equal: passes(settings, set.samples.length, minQueries, random) }
}

function starts({ scenario, samples_per_query, rng }: EffectiveSettings, end: number, random: Mt19937): Uint32Array {
  const stride = scenario === 'multi-stream' ? samples_per_query : 1
  const items = Uint32Array.from({ length: Math.ceil(end / stride) }, (_, i) => i * stride)
  shuffle(items, random, rng)
  return items
}

/** Each pass shuffles the one before it. */
function passes({ rng }: EffectiveSettings, length: number, minQueries: number, random: Mt19937): Uint32Array {
  const all = new Uint32Array(Math.ceil(minQueries / length) * length)
  let pass = permutation(0, random, rng)
  for (let from = 0; from < minQueries; from += length) {
    if (from === 0) pass = permutation(length, random, rng)
    else shuffle(pass, random, rng)
    all.set(pass, from)
  }
  return all
}
