import { Mt19937 } from '../../../stats/random/mt19937.ts'
import { permutation } from '../../../stats/random/shuffle.ts'
import type { EffectiveSettings } from './effective-settings.ts'

/** Dataset indices in use together, shuffled. */
export interface LoadableSet {
  /** In multi-stream followed by its own first samples, so that every query can run on from its start. */
  samples: Uint32Array
  /** Its own length, without that padding. */
  end: number
}

/**
 * The sets LoadGen loads one after another: one in performance mode, all there are in accuracy mode
 * (docs/mlperf.md §2.7).
 * @param total samples the dataset has
 */
export function loadableSets(settings: EffectiveSettings, total: number): LoadableSet[] {
  const accuracy = settings.mode === 'accuracy'
  const count = accuracy ? settings.accuracy_sample_count : settings.performance_sample_count
  const order = permutation(Math.min(count, total), new Mt19937(settings.qsl_rng_seed), settings.rng)
  const sets: LoadableSet[] = []
  for (let from = 0; from < order.length; from += settings.performance_sample_count) {
    const own = order.subarray(from, from + settings.performance_sample_count)
    sets.push({ samples: padded(own, settings), end: own.length })
  }
  return sets
}

function padded(own: Uint32Array, { scenario, samples_per_query }: EffectiveSettings): Uint32Array {
  if (scenario !== 'multi-stream') return own
  return Uint32Array.from({ length: own.length + samples_per_query - 1 }, (_, i) => own[i % own.length])
}
