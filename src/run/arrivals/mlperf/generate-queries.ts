import { loadgenGap } from '../../../stats/random/exponential.ts'
import { Mt19937 } from '../../../stats/random/mt19937.ts'
import { shuffle } from '../../../stats/random/shuffle.ts'
import { GrowingArray } from '../../datasets/scan/growing-array.ts'
import type { EffectiveSettings } from './effective-settings.ts'
import type { LoadableSet } from './loadable-sets.ts'
import { refuseTooMany } from './refuse.ts'
import { startsOf } from './start-positions.ts'

/** What LoadGen generates for one loadable set before it issues anything. */
export interface GeneratedQueries {
  samplesPerQuery: number
  /** Dataset indices, query after query. */
  order: Uint32Array
  /** When each query is scheduled, integer ns from the start of the set; only Server keeps to it. */
  deltas: Float64Array
  /** Where the next query would have been scheduled. */
  duration: number
}

/**
 * Generates the queries of one set as LoadGen does, draw for draw (docs/mlperf.md §2.8).
 * @throws Failure of exit `usage` for settings at which LoadGen would crash or never end
 */
export function generateQueries(settings: EffectiveSettings, set: LoadableSet): GeneratedQueries {
  const { scenario, mode, sample_concatenate_permutation: equalIssue } = settings
  const length = set.samples.length
  const once = mode === 'accuracy' || settings.performance_issue_unique
  const perQuery = mode === 'accuracy' && scenario === 'offline' ? set.end : settings.samples_per_query
  const wantedMin = once ? Math.floor(length / perQuery) : settings.min_query_count
  const until = once ? 0 : settings.target_duration_ms * 1e6 * (scenario === 'server' ? 1 : 2)
  const pads = mode === 'performance' && equalIssue
  refuseTooMany(settings, wantedMin, until, perQuery)

  const random = new Mt19937(settings.sample_index_rng_seed)
  const gap = gapsOf(settings)
  const start = startsOf(settings, set, wantedMin, random)
  const samplesPerQuery = pads && scenario === 'offline' ? multipleOf(length, perQuery) : perQuery
  let minQueries = pads && scenario !== 'offline' ? multipleOf(length, wantedMin) : wantedMin

  const order = new GrowingArray(Uint32Array)
  const deltas = new GrowingArray(Float64Array)
  let previous = 0
  let next = 0
  while (previous < until || deltas.length < minQueries) {
    if (scenario === 'offline') pushRepeats(order, settings, set, samplesPerQuery, random)
    else pushRun(order, set, start(deltas.length), samplesPerQuery)
    deltas.push(next)
    previous = next
    next += gap()
    if (equalIssue && scenario !== 'offline' && deltas.length >= minQueries && previous < until) minQueries += length
  }
  return { samplesPerQuery, order: order.trim(), deltas: deltas.trim(), duration: next }
}

const multipleOf = (unit: number, count: number): number => Math.ceil(count / unit) * unit

function gapsOf({ scenario, target_qps, schedule_rng_seed }: EffectiveSettings): () => number {
  if (scenario !== 'server') {
    const period = Math.trunc((1 / target_qps) * 1e9)
    return () => period
  }
  const random = new Mt19937(schedule_rng_seed)
  return () => loadgenGap(random, target_qps)
}

function pushRun(order: GrowingArray<Uint32Array>, { samples }: LoadableSet, start: number, count: number): void {
  for (let k = 0; k < count; k++) order.push(samples[start + k])
}

/** Offline: the set as it lies, over and over; with equal issue each whole repeat is shuffled afresh. */
function pushRepeats(
  order: GrowingArray<Uint32Array>,
  settings: EffectiveSettings,
  { samples }: LoadableSet,
  count: number,
  random: Mt19937,
): void {
  for (let from = 0; from < count; from += samples.length) {
    const repeat = samples.slice(0, count - from)
    const whole = repeat.length === samples.length
    if (settings.performance_issue_same) repeat.fill(samples[settings.performance_issue_same_index])
    else if (settings.sample_concatenate_permutation && whole) shuffle(repeat, random, settings.rng)
    for (const sample of repeat) order.push(sample)
  }
}
