import type { MlperfScenario, MlperfSettings } from '../../model/scenario.ts'

/** Other names LoadGen has for a setting: those of its configuration files and those of its C++ structure. */
const OTHER_NAMES: { readonly [key: string]: keyof MlperfSettings } = {
  min_duration: 'min_duration_ms',
  max_duration: 'max_duration_ms',
  ttft_latency: 'ttft_latency_ns',
  tpot_latency: 'tpot_latency_ns',
  performance_sample_count_override: 'performance_sample_count',
  accuracy_sample_count_override: 'accuracy_sample_count',
  server_target_qps: 'target_qps',
  offline_expected_qps: 'target_qps',
  server_target_latency_ns: 'target_latency_ns',
  single_stream_expected_latency_ns: 'expected_latency_ns',
  multi_stream_expected_latency_ns: 'expected_latency_ns',
  single_stream_target_latency_percentile: 'target_latency_percentile',
  multi_stream_target_latency_percentile: 'target_latency_percentile',
  server_target_latency_percentile: 'target_latency_percentile',
  multi_stream_samples_per_query: 'samples_per_query',
  server_max_async_queries: 'max_async_queries',
  server_coalesce_queries: 'coalesce_queries',
  server_ttft_latency: 'ttft_latency_ns',
  server_tpot_latency: 'tpot_latency_ns',
}

const PREFIXES: { readonly [prefix: string]: MlperfScenario } = {
  single_stream_: 'single-stream',
  multi_stream_: 'multi-stream',
  server_: 'server',
  offline_: 'offline',
}

/** Scenarios a setting means something in; the settings not listed mean the same in all. */
const MEANT_FOR: { readonly [name in keyof MlperfSettings]?: readonly MlperfScenario[] } = {
  target_qps: ['server', 'offline'],
  target_latency_ns: ['server'],
  expected_latency_ns: ['single-stream', 'multi-stream'],
  samples_per_query: ['multi-stream'],
  target_latency_percentile: ['single-stream', 'multi-stream', 'server'],
}

/** The setting a key of `load.mlperf` names in a scenario; undefined when it has none of that kind. */
export function ownName(key: string, scenario: MlperfScenario): keyof MlperfSettings | undefined {
  if (key === 'target_latency') {
    if (scenario === 'offline') return undefined
    return scenario === 'server' ? 'target_latency_ns' : 'expected_latency_ns'
  }
  return OTHER_NAMES[key] ?? (key as keyof MlperfSettings)
}

/** The only scenario a key can be for, by its prefix. */
export function scenarioOf(key: string): MlperfScenario | undefined {
  const prefix = Object.keys(PREFIXES).find((start) => key.startsWith(start))
  return prefix === undefined ? undefined : PREFIXES[prefix]
}

/** Whether a setting means something in a scenario. */
export function appliesTo(name: keyof MlperfSettings, scenario: MlperfScenario): boolean {
  return MEANT_FOR[name]?.includes(scenario) ?? true
}
