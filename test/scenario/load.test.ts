import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { MlperfLoad } from '../../src/model/scenario.ts'
import { OFFICIAL_SEEDS } from '../../src/scenario/mlperf-seeds.ts'
import { mlperfDefaults } from '../../src/scenario/mlperf-settings.ts'
import { issues, type Mapping, resolve, said } from './minimal.ts'

const load = (given: Mapping) => resolve({ load: given }).scenario.load
const refused = (given: Mapping) => said(issues({ load: given })).join('\n')

describe('the loop', () => {
  test('is open where arrivals or a rate are given', () => {
    const gamma = load({ rate: '600/min', burstiness: 0.25, queries: '1k', cap: 8, tail: '5s' })
    assert.ok(gamma.loop === 'open')
    assert.deepEqual(gamma.arrivals, { kind: 'gamma', rate: 10, burstiness: 0.25 })
    assert.deepEqual([gamma.duration, gamma.queries, gamma.cap, gamma.tail], [null, 1000, 8, 5e9])
  })

  test('is closed where concurrency is', () => {
    const closed = load({ concurrency: 32, think: '100ms', queries: 500 })
    assert.ok(closed.loop === 'closed')
    assert.deepEqual([closed.slots, closed.think, closed.duration, closed.queries], [32, 100e6, null, 500])
  })

  test('of stages lasts as long as they do, less the warm-up', () => {
    const stages = [
      { rate: '5/s', duration: '30s' },
      { rate: '20/s', duration: '1m', shape: 'ramp' },
    ]
    const staged = load({ stages, warmup: { duration: '10s' } })
    assert.ok(staged.loop === 'open' && staged.arrivals.kind === 'stages')
    assert.equal(staged.duration, 80e9)
    assert.deepEqual(
      staged.arrivals.stages.map(({ shape }) => shape),
      ['step', 'ramp'],
    )
    assert.match(refused({ stages, duration: '2m' }), /longer than its stages/)
  })

  test('cannot be two at once', () => {
    assert.match(refused({ rate: '1/s', concurrency: 4, duration: '1s' }), /load.rate: .*closed loop/)
    assert.match(refused({ rate: '1/s', duration: '1s', think: '1s' }), /load.think: .*closed loop/)
    assert.match(refused({ scenario: 'server', concurrency: 4 }), /load.concurrency/)
    assert.match(refused({ scenario: 'server', arrivals: 'constant' }), /load.arrivals/)
    assert.match(refused({ rate: '1/s', duration: '1s', mlperf: { min_query_count: 3 } }), /load.mlperf: .*MLPerf/)
    assert.match(refused({ rate: '1/s', duration: '1s', arrivals: 'constant', burstiness: 2 }), /load.burstiness/)
  })

  test('must end, and send something', () => {
    assert.match(refused({ rate: '1/s' }), /nothing ends this load \| give a duration/)
    assert.match(refused({ concurrency: 3 }), /nothing ends/)
    assert.match(refused({ duration: '1s' }), /poisson arrivals need a rate/)
    assert.match(refused({ rate: '0/s', duration: '1s' }), /nothing would be sent/)
    assert.match(refused({ arrivals: 'stages' }), /stages needs them/)
    assert.match(refused({ rate: '1/s', duration: '1s', warmup: { duration: '2s' } }), /warm-up is longer/)
  })
})

describe('an MLPerf scenario', () => {
  const mlperf = (given: Mapping): MlperfLoad => {
    const resolved = load(given)
    assert.ok(resolved.loop === 'mlperf')
    return resolved
  }

  test('without settings has LoadGen’s defaults', () => {
    for (const scenario of ['single-stream', 'multi-stream', 'server', 'offline'] as const) {
      assert.deepEqual(mlperf({ scenario }).mlperf, mlperfDefaults(scenario))
    }
  })

  test('takes rate and duration as target_qps and min_duration', () => {
    const { mlperf: settings, seed } = mlperf({
      scenario: 'server',
      rate: '20/s',
      duration: '60s',
      seed: { schedule: 7 },
    })
    assert.equal(settings.target_qps, 20)
    assert.equal(settings.min_duration_ms, 60_000)
    assert.equal(settings.min_query_count, 100)
    assert.deepEqual(seed, { order: '0', schedule: '7' })
    assert.equal(settings.schedule_rng_seed, '7')
  })

  test('takes a number of queries alone as the end', () => {
    const settings = mlperf({ scenario: 'single-stream', queries: 64 }).mlperf
    assert.deepEqual([settings.min_query_count, settings.min_duration_ms], [64, 0])
  })

  test('knows a setting by each of LoadGen’s names, in LoadGen’s units', () => {
    const names: [string, string, unknown, string, unknown][] = [
      ['server', 'min_duration', 600_000, 'min_duration_ms', 600_000],
      ['server', 'min_duration', '600s', 'min_duration_ms', 600_000],
      ['server', 'target_latency', 5.5, 'target_latency_ns', 5.5e6],
      ['single-stream', 'target_latency', 12, 'expected_latency_ns', 12e6],
      ['single-stream', 'single_stream_expected_latency_ns', 3_333_333, 'expected_latency_ns', 3_333_333],
      ['multi-stream', 'multi_stream_samples_per_query', 4, 'samples_per_query', 4],
      ['offline', 'offline_expected_qps', 100, 'target_qps', 100],
      ['offline', 'target_qps', '100/s', 'target_qps', 100],
      ['server', 'server_coalesce_queries', 1, 'coalesce_queries', true],
      ['server', 'ttft_latency', 2000, 'ttft_latency_ns', 2e9],
      ['server', 'server_ttft_latency', 2e9, 'ttft_latency_ns', 2e9],
      ['server', 'performance_sample_count_override', 64, 'performance_sample_count', 64],
      ['server', 'target_latency_percentile', '99.9%', 'target_latency_percentile', 99.9 * 0.01],
      ['server', 'target_latency_percentile', 0.95, 'target_latency_percentile', 0.95],
    ]
    for (const [scenario, name, value, own, expected] of names) {
      const settings = mlperf({ scenario, mlperf: { [name]: value } }).mlperf
      assert.equal(settings[own as keyof typeof settings], expected, name)
    }
  })

  test('takes the seeds of a round, and single ones over them', () => {
    const settings = mlperf({ scenario: 'server', mlperf: { round: 'v6.1', schedule_rng_seed: '5' } }).mlperf
    assert.equal(settings.qsl_rng_seed, OFFICIAL_SEEDS['v6.1'].qsl_rng_seed)
    assert.equal(settings.schedule_rng_seed, '5')
  })

  test('refuses what LoadGen would crash on, and what it would ignore', () => {
    assert.match(refused({ scenario: 'server', rate: '0/s' }), /target_qps: expected a rate above zero/)
    assert.match(refused({ scenario: 'multi-stream', mlperf: { samples_per_query: 0 } }), /at least one sample/)
    assert.match(refused({ scenario: 'single-stream', rate: '3/s' }), /single-stream .*has no rate/)
    assert.match(refused({ scenario: 'single-stream', mlperf: { target_qps: 3 } }), /has no target_qps/)
    assert.match(refused({ scenario: 'offline', mlperf: { server_target_qps: 3 } }), /offline scenario has no server/)
    assert.match(refused({ scenario: 'server', mlperf: { target_qps: 1, server_target_qps: 2 } }), /another name/)
    assert.match(refused({ scenario: 'server', rate: '2/s', mlperf: { target_qps: 2 } }), /sets target_qps too/)
    assert.match(refused({ scenario: 'server', warmup: { duration: '1s' } }), /no warm-up part/)
    assert.match(refused({ scenario: 'server', mlperf: { schedule_rng_sed: 1 } }), /did you mean schedule_rng_seed/)
    assert.match(refused({ scenario: 'server', model: 'llama2-70b' }), /only user_conf/)
  })

  test('reads a user.conf, with what is said beside it on top', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'tailgate-'))
    try {
      const user_conf = join(folder, 'user.conf')
      writeFileSync(user_conf, '*.Server.target_qps = 50\n*.Server.min_duration = 1000\n')
      const { mlperf: settings } = mlperf({ scenario: 'server', user_conf, model: 'llama2-70b', duration: '5s' })
      assert.equal(settings.target_qps, 50)
      assert.equal(settings.min_duration_ms, 5000)
      assert.equal(settings.ttft_latency_ns, 2e9)
      assert.equal(settings.schedule_rng_seed, OFFICIAL_SEEDS['v6.1'].schedule_rng_seed)

      writeFileSync(user_conf, '*.Server.target_latency_percentile = 100\n')
      assert.match(refused({ scenario: 'server', user_conf }), /between 0 and 100 %, got 100 %/)

      writeFileSync(user_conf, '# ok\n*.Server.target_qps = 50 # inline\n')
      const [issue] = issues({ load: { scenario: 'server', user_conf } })
      assert.deepEqual([issue.place?.file, issue.place?.line], [user_conf, 2])
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
