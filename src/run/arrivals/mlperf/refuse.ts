import { EXIT, Failure } from '../../../base/failure.ts'
import type { EffectiveSettings, SampleLibrary } from './effective-settings.ts'

/** Above this the plan itself would fill the memory. */
const MOST_SAMPLES = 50_000_000

/**
 * Refuses settings at which LoadGen crashes, reads beyond its memory or never ends.
 * @throws Failure of exit `usage`
 */
export function refuseUnsound(settings: EffectiveSettings, library: SampleLibrary): void {
  const { scenario, target_qps, samples_per_query, performance_issue_same_index: index } = settings
  if (!(target_qps > 0 && target_qps <= 1e9)) refuse('rate', ...wrongRate(settings))
  if (!(Number.isInteger(samples_per_query) && samples_per_query > 0)) {
    const hint = scenario === 'offline' ? 'raise min_query_count, min_duration or target_qps' : 'set samples_per_query'
    refuse('samples-per-query', `a query would carry ${samples_per_query} samples; expected 1 or more`, hint)
  }
  const loaded = Math.min(settings.performance_sample_count, library.total)
  if (settings.performance_issue_same && !(index >= 0 && index < loaded)) {
    const message = `performance_issue_same_index is ${index}, but only samples 0 to ${loaded - 1} are loaded`
    refuse('same-index', message, 'choose an index that is loaded; LoadGen reads beyond its memory here')
  }
}

/** @throws Failure of exit `usage` when nothing, or more than memory can hold, would be generated */
export function refuseTooMany(settings: EffectiveSettings, minQueries: number, until: number, perQuery: number): void {
  if (minQueries < 1 && until === 0) {
    const hint = settings.performance_issue_unique
      ? 'performance_sample_count must not exceed the dataset when performance_issue_unique is set'
      : 'set min_query_count or min_duration'
    refuse('no-queries', 'these settings generate no query at all; LoadGen crashes on them', hint)
  }
  const queries = Math.max(minQueries, (until / 1e9) * settings.target_qps)
  if (queries * perQuery <= MOST_SAMPLES) return
  const message = `these settings plan about ${(queries * perQuery).toExponential(1)} samples; at most 5e7 fit in memory`
  refuse('too-long', message, 'lower min_duration, the query rate or min_query_count, or raise the expected latency')
}

/** @throws Failure of exit `usage`, always */
export function refuseExhausted(settings: EffectiveSettings, available: number): never {
  const cause = settings.sample_concatenate_permutation ? ' together with sample_concatenate_permutation' : ''
  return refuse(
    'unique',
    `performance_issue_unique${cause} needs more queries than the ${available} distinct ones of this dataset`,
    'switch one of the two off; LoadGen reads beyond its memory here',
  )
}

function wrongRate({ scenario, target_qps, expected_latency_ns }: EffectiveSettings): [string, string] {
  if (scenario === 'server' || scenario === 'offline')
    return [`target_qps is ${target_qps}; expected more than 0 and at most 1e9 per second`, 'set target_qps']
  const message = `the expected latency is ${expected_latency_ns} ns; expected at least 1 ns`
  return [message, 'set the latency you expect of one query (target_latency in user.conf)']
}

function refuse(code: string, message: string, hint: string): never {
  throw new Failure(`mlperf.${code}`, message, { exit: EXIT.usage, hint })
}
