import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import { generateQueries } from '../../../../src/run/arrivals/mlperf/generate-queries.ts'
import { loadableSets } from '../../../../src/run/arrivals/mlperf/loadable-sets.ts'
import { refuseUnsound } from '../../../../src/run/arrivals/mlperf/refuse.ts'
import { effectiveOf, type LoadGenCase } from './loadgen-case.ts'

function plan(given: LoadGenCase) {
  const { settings, library } = effectiveOf(given)
  refuseUnsound(settings, library)
  return loadableSets(settings, library.total).map((set) => generateQueries(settings, set))
}

describe('settings at which LoadGen would crash or never end', () => {
  const cases: [string, LoadGenCase, string, RegExp][] = [
    ['a rate of zero', { scenario: 'Server', server_target_qps: 0 }, 'mlperf.rate', /target_qps is 0/],
    ['a negative rate', { scenario: 'Offline', offline_expected_qps: -1 }, 'mlperf.rate', /target_qps is -1/],
    ['no expected latency', { scenario: 'SingleStream', single_stream_expected_latency_ns: 0 }, 'mlperf.rate', /0 ns/],
    [
      'a query without samples',
      { scenario: 'MultiStream', multi_stream_samples_per_query: 0 },
      'mlperf.samples-per-query',
      /carry 0 samples/,
    ],
    [
      'an index that is not loaded',
      { scenario: 'Server', performance_issue_same: true, performance_issue_same_index: 64 },
      'mlperf.same-index',
      /only samples 0 to 63/,
    ],
    [
      'an index that the dataset has not, below the override',
      {
        scenario: 'Server',
        performance_issue_same: true,
        performance_issue_same_index: 70,
        performance_sample_count_override: 100,
      },
      'mlperf.same-index',
      /only samples 0 to 63/,
    ],
    [
      'more unique queries than there are',
      { scenario: 'MultiStream', performance_issue_unique: true, sample_concatenate_permutation: true },
      'mlperf.unique',
      /8 distinct ones/,
    ],
    [
      'unique samples beyond the dataset',
      { scenario: 'Offline', performance_issue_unique: true, performance_sample_count_override: 100 },
      'mlperf.no-queries',
      /no query at all/,
    ],
    ['nothing to do', { scenario: 'Server', min_duration_ms: 0, min_query_count: 0 }, 'mlperf.no-queries', /no query/],
    [
      'more than memory holds',
      { scenario: 'Server', server_target_qps: 1e6, min_duration_ms: 600_000 },
      'mlperf.too-long',
      /about 6\.0e\+8 samples/,
    ],
  ]
  for (const [what, given, code, message] of cases) {
    test(`${what} is refused`, () => {
      assert.throws(
        () => plan(given),
        (failure: Failure) =>
          failure instanceof Failure && failure.code === code && failure.exit === 2 && message.test(failure.message),
      )
    })
  }

  test('the last loaded index is fine', () => {
    const [queries] = plan({ scenario: 'MultiStream', performance_issue_same: true, performance_issue_same_index: 63 })
    assert.ok(queries.order.every((sample) => sample < 64))
  })
})
