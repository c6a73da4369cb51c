import { toDouble, toUint64 } from './loadgen-number.ts'
import type { LoadGenSettings } from './loadgen-settings.ts'
import type { LoadGenScenario } from './mlperf-settings.ts'

/** One key LoadGen looks up, under which scenario, and what it makes of the value's text. */
export interface KeyRule {
  key: string
  /** `run`: the scenario of the run. */
  under: 'run' | LoadGenScenario
  /** `double`: the value is read with its fraction; else as an unsigned integer, whatever it looks like. */
  reads: 'integer' | 'double'
  /** Settings a user's file cannot change. */
  builtInOnly?: boolean
  /** Looked up only when this already is set. */
  when?: (settings: LoadGenSettings) => boolean
  apply(settings: LoadGenSettings, value: string): void
}

type Field<T> = { [F in keyof LoadGenSettings]: LoadGenSettings[F] extends T ? F : never }[keyof LoadGenSettings]
type Under = KeyRule['under']

/** In LoadGen's order: `use_token_latencies` decides whether the limits after it are looked up (docs/mlperf.md §1.5). */
export const KEY_RULES: readonly KeyRule[] = [
  { key: 'mode', under: 'run', reads: 'integer', apply: applyMode },
  seed('qsl_rng_seed', true),
  seed('sample_index_rng_seed', true),
  seed('schedule_rng_seed', true),
  seed('accuracy_log_rng_seed', false),
  { ...double('accuracy_log_probability', 'run', 'accuracy_log_probability', 0.01), builtInOnly: true },
  integer('accuracy_log_sampling_target', 'run', 'accuracy_log_sampling_target'),
  exactlyOne('sample_concatenate_permutation'),
  exactlyOne('use_token_latencies'),
  { ...integer('ttft_latency', 'Server', 'server_ttft_latency', 1_000_000n), when: (s) => s.use_token_latencies },
  { ...integer('tpot_latency', 'Server', 'server_tpot_latency', 1_000_000n), when: (s) => s.use_token_latencies },
  exactlyOne('infer_token_latencies'),
  {
    ...integer('token_latency_scaling_factor', 'run', 'token_latency_scaling_factor'),
    when: (s) => s.infer_token_latencies,
  },
  integer('min_duration', 'run', 'min_duration_ms'),
  integer('max_duration', 'run', 'max_duration_ms'),
  integer('min_query_count', 'run', 'min_query_count'),
  integer('max_query_count', 'run', 'max_query_count'),
  nonZero('print_timestamps', 'run', 'print_timestamps'),
  nonZero('performance_issue_unique', 'run', 'performance_issue_unique'),
  nonZero('performance_issue_same', 'run', 'performance_issue_same'),
  integer('performance_issue_same_index', 'run', 'performance_issue_same_index'),
  integer('performance_sample_count_override', 'run', 'performance_sample_count_override'),
  integer('accuracy_sample_count_override', 'run', 'accuracy_sample_count_override'),
  // The product with 0.01 is LoadGen's own and moves indices: 99.9 becomes 0.9990000000000001.
  double('target_latency_percentile', 'SingleStream', 'single_stream_target_latency_percentile', 0.01),
  expectedLatency('SingleStream', 'single_stream_expected_latency_ns'),
  double('target_latency_percentile', 'MultiStream', 'multi_stream_target_latency_percentile', 0.01),
  expectedLatency('MultiStream', 'multi_stream_expected_latency_ns'),
  int32('samples_per_query', 'MultiStream', 'multi_stream_samples_per_query'),
  double('target_latency_percentile', 'Server', 'server_target_latency_percentile', 0.01),
  integer('target_latency', 'Server', 'server_target_latency_ns', 1_000_000n),
  double('target_qps', 'Server', 'server_target_qps'),
  nonZero('coalesce_queries', 'Server', 'server_coalesce_queries'),
  int32('max_async_queries', 'Server', 'server_max_async_queries'),
  double('target_qps', 'Offline', 'offline_expected_qps'),
]

function integer(key: string, under: Under, field: Field<number>, factor = 1n): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[field] = Number(BigInt.asUintN(64, toUint64(value) * factor))
  }
  return { key, under, reads: 'integer', apply }
}

function int32(key: string, under: Under, field: Field<number>): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[field] = Number(BigInt.asIntN(32, toUint64(value)))
  }
  return { key, under, reads: 'integer', apply }
}

function double(key: string, under: Under, field: Field<number>, factor = 1): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[field] = (toDouble(value) ?? 0) * factor
  }
  return { key, under, reads: 'double', apply }
}

/** Milliseconds with a fraction; LoadGen keeps whole nanoseconds. */
function expectedLatency(under: Under, field: Field<number>): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[field] = Math.trunc((toDouble(value) ?? 0) * 1e6)
  }
  return { key: 'target_latency', under, reads: 'double', apply }
}

function nonZero(key: string, under: Under, field: Field<boolean>): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[field] = toUint64(value) !== 0n
  }
  return { key, under, reads: 'integer', apply }
}

function exactlyOne(key: Field<boolean>): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[key] = toUint64(value) === 1n
  }
  return { key, under: 'run', reads: 'integer', apply }
}

function seed(key: Field<string>, builtInOnly: boolean): KeyRule {
  const apply = (settings: LoadGenSettings, value: string) => {
    settings[key] = String(toUint64(value))
  }
  return { key, under: 'run', reads: 'integer', builtInOnly, apply }
}

function applyMode(settings: LoadGenSettings, value: string): void {
  const mode = toUint64(value)
  if (mode <= 3n) settings.mode = Number(mode)
}
