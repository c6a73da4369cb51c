import { EXIT, Failure } from '../base/failure.ts'
import type { MlperfScenario, MlperfSettings } from '../model/scenario.ts'
import { LOADGEN_DEFAULTS, type LoadGenSettings } from './loadgen-settings.ts'

/** LoadGen's spelling of each scenario, as configuration files and logs have it. */
export const LOADGEN_SCENARIOS = {
  'single-stream': 'SingleStream',
  'multi-stream': 'MultiStream',
  server: 'Server',
  offline: 'Offline',
} as const satisfies { readonly [scenario in MlperfScenario]: string }

export type LoadGenScenario = (typeof LOADGEN_SCENARIOS)[MlperfScenario]

/** What LoadGen takes for a scenario where nothing is set (docs/mlperf.md §1.1). */
export function mlperfDefaults(scenario: MlperfScenario): MlperfSettings {
  return mlperfSettings(LOADGEN_DEFAULTS, scenario)
}

/**
 * The settings of one scenario out of LoadGen's record of all.
 * @throws Failure of exit `usage` when the record asks for a mode Tailgate has not
 */
export function mlperfSettings(all: Readonly<LoadGenSettings>, scenario: MlperfScenario): MlperfSettings {
  return {
    ...ofScenario(all, scenario),
    mode: modeOf(all.mode),
    min_duration_ms: all.min_duration_ms,
    max_duration_ms: all.max_duration_ms,
    min_query_count: all.min_query_count,
    max_query_count: all.max_query_count,
    qsl_rng_seed: all.qsl_rng_seed,
    sample_index_rng_seed: all.sample_index_rng_seed,
    schedule_rng_seed: all.schedule_rng_seed,
    performance_sample_count: all.performance_sample_count_override,
    accuracy_sample_count: all.accuracy_sample_count_override,
    performance_issue_unique: all.performance_issue_unique,
    performance_issue_same: all.performance_issue_same,
    performance_issue_same_index: all.performance_issue_same_index,
    sample_concatenate_permutation: all.sample_concatenate_permutation,
    max_async_queries: all.server_max_async_queries,
    coalesce_queries: all.server_coalesce_queries,
    use_token_latencies: all.use_token_latencies,
    ttft_latency_ns: all.server_ttft_latency,
    tpot_latency_ns: all.server_tpot_latency,
    rng: 'gcc11',
  }
}

function modeOf(mode: number): MlperfSettings['mode'] {
  if (mode === 1) return 'accuracy'
  if (mode === 2) return 'performance'
  const name = mode === 0 ? 'submission' : 'find peak'
  throw new Failure('mlperf.mode', `mode ${mode} (${name}) is not one run; expected 1 (accuracy) or 2 (performance)`, {
    exit: EXIT.usage,
    hint: 'run the two modes one after the other, each with its own scenario file',
  })
}

type ScenarioSettings = Pick<
  MlperfSettings,
  'target_qps' | 'target_latency_ns' | 'target_latency_percentile' | 'expected_latency_ns' | 'samples_per_query'
>

function ofScenario(all: Readonly<LoadGenSettings>, scenario: MlperfScenario): ScenarioSettings {
  const neutral = { target_qps: 1, target_latency_ns: 0, expected_latency_ns: 0, samples_per_query: 1 }
  switch (scenario) {
    case 'single-stream':
      return {
        ...neutral,
        target_latency_percentile: all.single_stream_target_latency_percentile,
        expected_latency_ns: all.single_stream_expected_latency_ns,
      }
    case 'multi-stream':
      return {
        ...neutral,
        target_latency_percentile: all.multi_stream_target_latency_percentile,
        expected_latency_ns: all.multi_stream_expected_latency_ns,
        samples_per_query: all.multi_stream_samples_per_query,
      }
    case 'server':
      return {
        ...neutral,
        target_qps: all.server_target_qps,
        target_latency_ns: all.server_target_latency_ns,
        target_latency_percentile: all.server_target_latency_percentile,
      }
    case 'offline':
      // LoadGen fixes a percentile that nothing in this scenario uses.
      return { ...neutral, target_qps: all.offline_expected_qps, target_latency_percentile: 0.99 }
  }
}
