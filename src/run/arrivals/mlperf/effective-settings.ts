import type { MlperfScenario, MlperfSettings } from '../../../model/scenario.ts'

/** The dataset as LoadGen sees it: all samples there are, and how many of them fit in memory at once. */
export interface SampleLibrary {
  total: number
  performance: number
}

/** LoadGen's effective settings: requested ones, and what follows from them and the dataset. */
export interface EffectiveSettings extends MlperfSettings {
  scenario: MlperfScenario
  /** Issuing goes on at least this long; `min_duration_ms` stays what validity asks for. */
  target_duration_ms: number
  min_sample_count: number
}

/**
 * Derives the settings LoadGen works with (docs/mlperf.md §1.2).
 * @param requested as the scenario file has them
 */
export function deriveMlperf(
  requested: MlperfSettings,
  library: SampleLibrary,
  scenario: MlperfScenario,
): EffectiveSettings {
  const sized = {
    ...requested,
    scenario,
    target_qps: rateOf(requested, scenario),
    target_duration_ms: requested.min_duration_ms,
    performance_sample_count: requested.performance_sample_count || library.performance,
    accuracy_sample_count: requested.accuracy_sample_count || library.total,
    samples_per_query: scenario === 'multi-stream' ? requested.samples_per_query : 1,
    // The limit on outstanding queries is Server's alone; the other loops have one query open by nature.
    max_async_queries: scenario === 'server' ? requested.max_async_queries : 1,
  }
  const counted = scenario === 'offline' ? asOneQuery(sized) : wholePasses(sized, library)
  return { ...counted, min_sample_count: counted.min_query_count * counted.samples_per_query }
}

function rateOf(requested: MlperfSettings, scenario: MlperfScenario): number {
  const paced = scenario === 'server' || scenario === 'offline'
  return paced ? requested.target_qps : 1e9 / requested.expected_latency_ns
}

type Counted = Omit<EffectiveSettings, 'min_sample_count'>

function asOneQuery(settings: Counted): Counted {
  const wanted = Math.trunc(1.1 * (settings.min_duration_ms / 1000) * settings.target_qps)
  return {
    ...settings,
    samples_per_query: settings.performance_issue_unique
      ? settings.performance_sample_count
      : Math.max(settings.min_query_count, wanted),
    min_query_count: 1,
    target_duration_ms: 0,
  }
}

/** Single-stream with equal issue: LoadGen adds a pass even when the count is whole, of the library's own size. */
function wholePasses(settings: Counted, library: SampleLibrary): Counted {
  if (settings.scenario !== 'single-stream' || !settings.sample_concatenate_permutation) return settings
  const wanted = Math.trunc(2 * (settings.min_duration_ms / 1000) * settings.target_qps)
  const count = Math.max(settings.min_query_count, wanted)
  return { ...settings, min_query_count: count + (library.performance - (count % library.performance)) }
}
