import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { deriveMlperf } from '../../../../src/run/arrivals/mlperf/effective-settings.ts'
import { mlperfSettings } from '../../../../src/scenario/mlperf-settings.ts'
import { applyUserConf } from '../../../../src/scenario/user-conf.ts'
import { mlperf } from '../../../stats/random/vectors.ts'
import { effectiveOf, type LoadGenCase } from './loadgen-case.ts'

describe('effective settings', () => {
  for (const [name, run] of Object.entries<{ settings: LoadGenCase; detail?: [string, unknown][] }>(
    mlperf.real_runs.runs,
  )) {
    if (!run.detail) continue
    test(`are those LoadGen logged in the run ${name}`, () => {
      const logged = Object.fromEntries(run.detail as [string, unknown][])
      const { settings } = effectiveOf(run.settings)
      for (const [key, value] of Object.entries(asLogged(settings)))
        assert.equal(value, logged[`effective_${key}`], key)
    })
  }

  test('of an Offline run ask for one query of a tenth more samples than the duration needs', () => {
    const { settings } = effectiveOf({ scenario: 'Offline', offline_expected_qps: 150, min_duration_ms: 1000 })
    assert.equal(settings.samples_per_query, 165)
    assert.equal(settings.min_query_count, 1)
    assert.equal(settings.min_sample_count, 165)
    assert.equal(settings.min_duration_ms, 1000)
    assert.equal(settings.target_duration_ms, 0)
  })

  test('of equal issue in single-stream add a pass even to whole passes', () => {
    const { model, qsl_performance_count, target_latency_ms, effective_min_query_count } =
      mlperf.config.single_stream_equal_issue_expansion
    const text = `*.SingleStream.target_latency = ${target_latency_ms}\n`
    const { settings } = applyUserConf(text, 'user.conf', { model, scenario: 'SingleStream' })
    const library = { total: qsl_performance_count, performance: qsl_performance_count }
    const effective = deriveMlperf(mlperfSettings(settings, 'single-stream'), library, 'single-stream')
    assert.equal(effective.min_query_count, effective_min_query_count)
  })
})

function asLogged(settings: ReturnType<typeof effectiveOf>['settings']) {
  const { samples_per_query, target_qps, target_latency_ns, target_latency_percentile, max_async_queries } = settings
  const { target_duration_ms, min_duration_ms, max_duration_ms, min_query_count, max_query_count } = settings
  const { min_sample_count, performance_issue_unique, performance_issue_same, performance_issue_same_index } = settings
  const { performance_sample_count, accuracy_sample_count, sample_concatenate_permutation } = settings
  return {
    samples_per_query,
    target_qps,
    target_latency_ns,
    target_latency_percentile,
    max_async_queries,
    target_duration_ms,
    min_duration_ms,
    max_duration_ms,
    min_query_count,
    max_query_count,
    min_sample_count,
    performance_issue_unique,
    performance_issue_same,
    performance_issue_same_index,
    performance_sample_count,
    accuracy_sample_count,
    sample_concatenate_permutation,
  }
}
