import { NS_PER_MS, nanos } from '../../../base/nanos.ts'
import type { MlperfLoad } from '../../../model/scenario.ts'
import type { Limits, Plan } from '../../plan.ts'
import { NO_LIMITS } from '../limits.ts'
import { deriveMlperf, type EffectiveSettings } from './effective-settings.ts'
import { type GeneratedQueries, generateQueries } from './generate-queries.ts'
import { loadableSets } from './loadable-sets.ts'
import { refuseUnsound } from './refuse.ts'

/**
 * The plan of an MLPerf scenario: LoadGen's queries in LoadGen's order (docs/mlperf.md §1.4, §2.8). Everything is
 * measured; LoadGen knows no warm-up and no tail.
 * @throws Failure of exit `usage` for settings at which LoadGen would crash or never end
 */
export function mlperfPlan(load: MlperfLoad, datasetSize: number): Plan {
  const { scenario } = load
  const library = { total: datasetSize, performance: datasetSize }
  const settings = deriveMlperf(load.mlperf, library, scenario)
  refuseUnsound(settings, library)
  const sets = loadableSets(settings, datasetSize).map((set) => generateQueries(settings, set))
  const { order, due, samplesPerQuery } = scenario === 'offline' ? asOneQuery(sets) : oneAfterAnother(sets)
  const planned = {
    samplesPerQuery,
    queries: due.length,
    sample: (query: number, k: number) => order[query * samplesPerQuery + k],
    phase: () => 'measure' as const,
    window: { from: nanos(0), to: null },
    limits: limitsOf(settings),
  }
  const open = scenario === 'server' || scenario === 'offline'
  if (!open) return { ...planned, loop: 'closed', slots: 1, think: nanos(0) }
  return { ...planned, loop: 'open', due, cap: null, tailFrom: due.length }
}

type Joined = Pick<GeneratedQueries, 'samplesPerQuery' | 'order'> & { due: Float64Array }

/**
 * Accuracy mode works through several sets. LoadGen waits in between, for it has to load the next; here everything is
 * at hand, and each Server set's schedule starts where the one before it ended.
 */
function oneAfterAnother(sets: readonly GeneratedQueries[]): Joined {
  let start = 0
  const due = new Float64Array(sets.reduce((sum, { deltas }) => sum + deltas.length, 0))
  let at = 0
  for (const { deltas, duration } of sets) {
    for (const delta of deltas) due[at++] = start + delta
    start += duration
  }
  return { samplesPerQuery: sets[0].samplesPerQuery, order: joined(sets), due }
}

/** All of an Offline run is due at zero, whatever set it is of. */
function asOneQuery(sets: readonly GeneratedQueries[]): Joined {
  const order = joined(sets)
  return { samplesPerQuery: order.length, order, due: new Float64Array(1) }
}

function joined(sets: readonly GeneratedQueries[]): Uint32Array {
  const order = new Uint32Array(sets.reduce((sum, set) => sum + set.order.length, 0))
  let at = 0
  for (const set of sets) {
    order.set(set.order, at)
    at += set.order.length
  }
  return order
}

/** Accuracy mode asks everything once; Offline ends with its only query (docs/mlperf.md §1.3). */
function limitsOf(settings: EffectiveSettings): Limits {
  const { mode, scenario, max_async_queries, max_query_count, max_duration_ms } = settings
  if (mode === 'accuracy' || scenario === 'offline') return NO_LIMITS
  const most = { maxQueries: max_query_count, maxDuration: nanos(max_duration_ms * NS_PER_MS) }
  if (scenario === 'server') return { ...NO_LIMITS, ...most, maxOutstanding: max_async_queries }
  const minDuration = nanos(settings.target_duration_ms * NS_PER_MS)
  return { ...most, minQueries: settings.min_query_count, minDuration, maxOutstanding: 0 }
}
