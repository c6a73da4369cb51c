/**
 * Every setting of LoadGen that a configuration file can reach, by LoadGen's names: one record for all scenarios, as
 * its files fill it (docs/mlperf.md §1.1). Seeds are decimal strings.
 */
export interface LoadGenSettings {
  /** 0 submission, 1 accuracy, 2 performance, 3 find peak. */
  mode: number
  single_stream_expected_latency_ns: number
  single_stream_target_latency_percentile: number
  multi_stream_expected_latency_ns: number
  multi_stream_target_latency_percentile: number
  multi_stream_samples_per_query: number
  server_target_qps: number
  server_target_latency_ns: number
  server_target_latency_percentile: number
  server_coalesce_queries: boolean
  server_max_async_queries: number
  offline_expected_qps: number
  sample_concatenate_permutation: boolean
  min_duration_ms: number
  max_duration_ms: number
  min_query_count: number
  max_query_count: number
  qsl_rng_seed: string
  sample_index_rng_seed: string
  schedule_rng_seed: string
  accuracy_log_rng_seed: string
  accuracy_log_probability: number
  accuracy_log_sampling_target: number
  print_timestamps: boolean
  performance_issue_unique: boolean
  performance_issue_same: boolean
  performance_issue_same_index: number
  performance_sample_count_override: number
  accuracy_sample_count_override: number
  use_token_latencies: boolean
  infer_token_latencies: boolean
  server_ttft_latency: number
  server_tpot_latency: number
  token_latency_scaling_factor: number
}

/** What LoadGen takes where nothing is set. */
export const LOADGEN_DEFAULTS: Readonly<LoadGenSettings> = {
  mode: 2,
  single_stream_expected_latency_ns: 1e6,
  single_stream_target_latency_percentile: 0.9,
  multi_stream_expected_latency_ns: 8e6,
  multi_stream_target_latency_percentile: 0.99,
  multi_stream_samples_per_query: 8,
  server_target_qps: 1,
  server_target_latency_ns: 100e6,
  server_target_latency_percentile: 0.99,
  server_coalesce_queries: false,
  server_max_async_queries: 0,
  offline_expected_qps: 1,
  sample_concatenate_permutation: false,
  min_duration_ms: 10_000,
  max_duration_ms: 0,
  min_query_count: 100,
  max_query_count: 0,
  qsl_rng_seed: '0',
  sample_index_rng_seed: '0',
  schedule_rng_seed: '0',
  accuracy_log_rng_seed: '0',
  accuracy_log_probability: 0,
  accuracy_log_sampling_target: 0,
  print_timestamps: false,
  performance_issue_unique: false,
  performance_issue_same: false,
  performance_issue_same_index: 0,
  performance_sample_count_override: 0,
  accuracy_sample_count_override: 0,
  use_token_latencies: false,
  infer_token_latencies: false,
  server_ttft_latency: 100e6,
  server_tpot_latency: 100e6,
  token_latency_scaling_factor: 0,
}
