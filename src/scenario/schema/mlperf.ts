import { z } from 'zod'
import { parseDuration, parseRate } from '../../base/quantity.ts'
import { OFFICIAL_SEEDS, type Round } from '../mlperf-seeds.ts'
import { count, seed, spellValue } from './quantity.ts'

/**
 * LoadGen's names carry LoadGen's units, so here alone a bare number needs none; with a unit it may have another.
 * `scale` is the size of what a bare number counts.
 */
function numberOr(what: string, parse: (text: string) => number | undefined, bare: (value: number) => number) {
  const expected = `expected ${what}`
  return z
    .union([z.number(), z.string()], { error: ({ input }) => `${expected}, got ${spellValue(input)}` })
    .transform((value, context) => {
      const parsed = typeof value === 'number' ? bare(value) : parse(value)
      if (parsed !== undefined && Number.isFinite(parsed) && parsed >= 0) return parsed
      context.addIssue({ code: 'custom', message: `${expected}, got ${spellValue(value)}`, input: value })
      return z.NEVER
    })
}

const toMillis = (text: string) => {
  const ns = parseDuration(text)
  return ns === undefined ? undefined : Math.round(ns / 1e6)
}
const percentOfText = (text: string) => {
  const match = /^([0-9.]+)\s*%$/.exec(text)
  // The product, not the quotient: LoadGen multiplies, and the last bit moves indices (docs/mlperf.md §1.5).
  return match && Number(match[1]) < 100 ? Number(match[1]) * 0.01 : undefined
}
const percentOfNumber = (value: number) => (value > 0 && value < 1 ? value : Number.NaN)

const millis = (what: string) =>
  numberOr('milliseconds, or a duration such as 600s', toMillis, Math.round).optional().describe(what)
const millisAsNanos = (what: string) =>
  numberOr('milliseconds, or a duration such as 100ms', parseDuration, (ms) => Math.round(ms * 1e6))
    .optional()
    .describe(what)
const nanoseconds = (what: string) =>
  numberOr('nanoseconds, or a duration such as 8ms', parseDuration, Math.round).optional().describe(what)
const qps = (what: string) =>
  numberOr('queries per second, or a rate such as 20/s', parseRate, (value) => value)
    .optional()
    .describe(what)
const percentile = (what: string) =>
  numberOr('a share such as 99% or 0.99', percentOfText, percentOfNumber).optional().describe(what)
const whole = (what: string) => count().optional().describe(what)
const rngSeed = (what: string) => seed().optional().describe(what)
const flag = (what: string) =>
  z
    .union([z.boolean(), z.literal(0), z.literal(1)], {
      error: ({ input }) => `expected true or false, got ${spellValue(input)}`,
    })
    .transform(Boolean)
    .optional()
    .describe(what)

export const mlperf = z
  .strictObject({
    mode: z.enum(['performance', 'accuracy']).optional().describe('Default performance.'),
    round: z
      .enum(Object.keys(OFFICIAL_SEEDS) as [Round, ...Round[]])
      .optional()
      .describe('Take the three seeds published for this round of MLPerf Inference.'),
    qsl_rng_seed: rngSeed('Which samples are loaded, and in which order. Default "0".'),
    sample_index_rng_seed: rngSeed('Which sample each query asks. Default "0".'),
    schedule_rng_seed: rngSeed('When each query is due. Default "0".'),
    min_query_count: whole('Least queries; offline: least samples. Default 100.'),
    max_query_count: whole('Most queries; 0: no limit. Default 0.'),
    min_duration: millis('Least duration, in ms or with a unit. Default 10s.'),
    min_duration_ms: millis('The same as min_duration.'),
    max_duration: millis('Longest duration, in ms or with a unit; 0: no limit. Default 0.'),
    max_duration_ms: millis('The same as max_duration.'),
    target_qps: qps('Queries per second: server’s target, offline’s expectation. Default 1.'),
    server_target_qps: qps('target_qps of the server scenario.'),
    offline_expected_qps: qps('target_qps of the offline scenario.'),
    target_latency: millisAsNanos(
      'Server: the limit (slo.run gates); single- and multi-stream: the latency expected. In ms.',
    ),
    target_latency_ns: nanoseconds('Latency limit of the server scenario, in ns.'),
    server_target_latency_ns: nanoseconds('The same as target_latency_ns.'),
    expected_latency_ns: nanoseconds('Latency expected of a single- or multi-stream query, in ns.'),
    single_stream_expected_latency_ns: nanoseconds('expected_latency_ns of the single-stream scenario.'),
    multi_stream_expected_latency_ns: nanoseconds('expected_latency_ns of the multi-stream scenario.'),
    target_latency_percentile: percentile('Percentile the result is taken at.'),
    single_stream_target_latency_percentile: percentile('target_latency_percentile of single-stream.'),
    multi_stream_target_latency_percentile: percentile('target_latency_percentile of multi-stream.'),
    server_target_latency_percentile: percentile('target_latency_percentile of server.'),
    samples_per_query: whole('Samples of a multi-stream query. Default 8.'),
    multi_stream_samples_per_query: whole('The same as samples_per_query.'),
    performance_sample_count: whole('Samples of the dataset in use; 0: all. Default 0.'),
    performance_sample_count_override: whole('The same as performance_sample_count.'),
    accuracy_sample_count: whole('Samples of an accuracy run; 0: all. Default 0.'),
    accuracy_sample_count_override: whole('The same as accuracy_sample_count.'),
    performance_issue_unique: flag('Ask every sample at most once. Default false.'),
    performance_issue_same: flag('Ask one sample again and again. Default false.'),
    performance_issue_same_index: whole('Which one. Default 0.'),
    sample_concatenate_permutation: flag('Ask every sample equally often. Default false.'),
    max_async_queries: whole('Server: most queries outstanding; 0: no limit. Default 0.'),
    server_max_async_queries: whole('The same as max_async_queries.'),
    coalesce_queries: flag('Server: send overdue queries together. Default false.'),
    server_coalesce_queries: flag('The same as coalesce_queries.'),
    use_token_latencies: flag('LoadGen’s limits are on ttft and tpot instead of latency. Default false.'),
    ttft_latency: millisAsNanos('Limit of ttft in ms. Default 100.'),
    ttft_latency_ns: nanoseconds('Limit of ttft in ns.'),
    server_ttft_latency: nanoseconds('The same as ttft_latency_ns.'),
    tpot_latency: millisAsNanos('Limit of tpot in ms. Default 100.'),
    tpot_latency_ns: nanoseconds('Limit of tpot in ns.'),
    server_tpot_latency: nanoseconds('The same as tpot_latency_ns.'),
    rng: z
      .enum(['gcc11', 'gcc10'])
      .optional()
      .describe('Integer mapping of the C++ library LoadGen was built with. Default gcc11.'),
  })
  .describe('LoadGen’s own settings by its own names, with its units.')

export type MlperfFile = z.output<typeof mlperf>
