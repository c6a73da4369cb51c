import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { Failure } from '../../src/base/failure.ts'
import { fromSeconds, nanos } from '../../src/base/nanos.ts'
import type {
  ClosedLoad,
  Load,
  MlperfLoad,
  MlperfScenario,
  MlperfSettings,
  OpenLoad,
} from '../../src/model/scenario.ts'
import { buildPlan, digestPlan, expectedLength } from '../../src/run/build-plan.ts'
import type { ClosedPlan, OpenPlan, Plan } from '../../src/run/plan.ts'
import { OFFICIAL_SEEDS } from '../../src/scenario/mlperf-seeds.ts'
import { mlperfDefaults } from '../../src/scenario/mlperf-settings.ts'
import { mlperf } from '../stats/random/vectors.ts'

const COMMON = {
  warmup: { requests: 0, duration: nanos(0) },
  drain: fromSeconds(10),
  seed: { order: '1', schedule: '2' },
}
const OPEN: OpenLoad = {
  ...COMMON,
  loop: 'open',
  arrivals: { kind: 'constant', rate: 10 },
  duration: fromSeconds(2),
  queries: null,
  cap: null,
  tail: nanos(0),
}
const CLOSED: ClosedLoad = { ...COMMON, loop: 'closed', slots: 4, think: nanos(0), duration: null, queries: 100 }

const plan = (load: Load, size = 8, arrivals: Float64Array | null = null) => buildPlan({ load }, { size, arrivals })
const open = (changes: Partial<OpenLoad>, ...rest: [number?, (Float64Array | null)?]) =>
  plan({ ...OPEN, ...changes }, ...rest) as OpenPlan
const phases = ({ queries, phase }: Plan) => Array.from({ length: queries }, (_, query) => phase(query))
const count = (planned: Plan, wanted: string) => phases(planned).filter((phase) => phase === wanted).length
const order = ({ queries, samplesPerQuery, sample }: Plan) =>
  Array.from({ length: queries * samplesPerQuery }, (_, i) =>
    sample(Math.floor(i / samplesPerQuery), i % samplesPerQuery),
  )

describe('an open plan', () => {
  test('is cut into warm-up, measured window and tail by its due times', () => {
    const planned = open({ warmup: { requests: 1, duration: fromSeconds(1) }, tail: fromSeconds(0.5) })
    assert.equal(count(planned, 'warmup'), 10)
    assert.equal(count(planned, 'measure'), 20)
    assert.equal(count(planned, 'tail'), 5)
    assert.equal(planned.tailFrom, 30)
    assert.deepEqual(planned.window, { from: 1e9, to: 3e9 })
    assert.equal(planned.due[30], 3e9)
  })

  test('of a number of queries measures exactly that many after the warm-up', () => {
    const warmup = { requests: 0, duration: fromSeconds(1) }
    const planned = open({ warmup, duration: null, queries: 7, tail: fromSeconds(0.3) })
    assert.deepEqual(phases(planned).slice(9, 18), ['warmup', ...Array(7).fill('measure'), 'tail'])
    assert.deepEqual(planned.window, { from: 1e9, to: 1.7e9 })
    assert.equal(expectedLength(planned), 1.6e9)
    assert.equal(planned.queries, 10 + 7 + 3)
  })

  test('ends at whichever of duration and queries comes first', () => {
    assert.equal(open({ queries: 5 }).queries, 5)
    assert.equal(open({ queries: 500 }).queries, 20)
  })

  test('of stages lasts as long as they do, and holds their last rate through the tail', () => {
    const stages = [{ shape: 'step' as const, rate: 5, duration: fromSeconds(4) }]
    const planned = open({
      arrivals: { kind: 'stages', stages, gaps: 'constant' },
      duration: null,
      tail: fromSeconds(1),
    })
    assert.equal(count(planned, 'measure'), 20)
    assert.equal(count(planned, 'tail'), 5)
    assert.equal(planned.window.to, 4e9)
  })

  test('of a trace’s own stamps sends each row at its own time', () => {
    const stamps = Float64Array.of(0, 3e9, 3e9, 7e9)
    const arrivals = { kind: 'trace' as const, path: null, unit: null, scale: 1, rate: null }
    const planned = open({ arrivals, duration: null }, 4, stamps)
    assert.deepEqual(planned.due, stamps)
    assert.deepEqual(order(planned), [0, 1, 2, 3])
    assert.equal(planned.window.to, null)
    assert.equal(expectedLength(planned), 7e9)
  })

  test('asks every sample once before any twice', () => {
    const planned = open({})
    assert.equal(new Set(order(planned).slice(0, 8)).size, 8)
    assert.equal(new Set(order(planned).slice(8, 16)).size, 8)
  })

  test('keeps its cap', () => {
    assert.equal(open({ cap: 3 }).cap, 3)
  })

  test('that nothing ends, or that measures nothing, is refused', () => {
    assert.throws(() => open({ duration: null }), /nothing ends this load/)
    assert.throws(() => open({ duration: nanos(1), warmup: { requests: 0, duration: nanos(1) } }), /measured window/)
    assert.throws(() => open({}, 0), /the dataset is empty/)
  })
})

describe('a closed plan', () => {
  test('of a count has that many queries and ends with them', () => {
    const planned = plan(CLOSED) as ClosedPlan
    assert.equal(planned.queries, 100)
    assert.equal(planned.limits.minQueries, Number.POSITIVE_INFINITY)
    assert.equal(planned.slots, 4)
    assert.equal(expectedLength(planned), null)
  })

  test('of a duration goes on until warm-up and window are over', () => {
    const warmup = { requests: 0, duration: fromSeconds(5) }
    const planned = plan({ ...CLOSED, warmup, queries: null, duration: fromSeconds(60) }) as ClosedPlan
    assert.equal(planned.queries, Number.POSITIVE_INFINITY)
    assert.deepEqual(planned.window, { from: 5e9, to: 65e9 })
    assert.equal(planned.limits.minQueries, 0)
    assert.equal(expectedLength(planned), 65e9)
    assert.equal(digestPlan(planned), null)
    assert.equal(new Set(Array.from({ length: 8 }, (_, i) => planned.sample(8_000_000 + i, 0))).size, 8)
  })

  test('without an end or without slots is refused', () => {
    assert.throws(() => plan({ ...CLOSED, queries: null }), /nothing ends/)
    assert.throws(() => plan({ ...CLOSED, slots: 0 }), /0 slots/)
  })
})

function mlperfLoad(scenario: MlperfScenario, settings: Partial<MlperfSettings>): MlperfLoad {
  return {
    ...COMMON,
    loop: 'mlperf',
    scenario,
    mlperf: { ...mlperfDefaults(scenario), ...OFFICIAL_SEEDS['v6.1'], ...settings },
  }
}

describe('an MLPerf plan', () => {
  test('of Server sends what the real LoadGen sent, when it sent it', () => {
    const { issued } = mlperf.real_runs.runs.srv
    const settings = { min_duration_ms: 1500, min_query_count: 12, target_qps: 10, max_async_queries: 9 }
    const planned = plan(mlperfLoad('server', settings), 64) as OpenPlan
    assert.deepEqual(order(planned), issued.qsl_idx)
    assert.deepEqual(Array.from(planned.due), issued.scheduled_ns)
    assert.equal(planned.tailFrom, planned.queries)
    assert.equal(planned.limits.maxOutstanding, 9)
    assert.equal(expectedLength(planned), issued.scheduled_ns.at(-1))
  })

  test('of single-stream keeps one query open until LoadGen would end', () => {
    const { issued } = mlperf.real_runs.runs.ss
    const settings = { min_duration_ms: 1000, min_query_count: 100, expected_latency_ns: 8e6, max_duration_ms: 5000 }
    const planned = plan(mlperfLoad('single-stream', settings), 64) as ClosedPlan
    assert.equal(planned.slots, 1)
    assert.equal(planned.queries, 251)
    assert.deepEqual(order(planned).slice(0, issued.qsl_idx.length), issued.qsl_idx)
    const { minQueries, minDuration, maxDuration } = planned.limits
    assert.deepEqual([minQueries, minDuration, maxDuration], [100, 1e9, 5e9])
  })

  test('of multi-stream has eight samples a query', () => {
    const { sets } = mlperf.query_generation.cases.ms_random_256_of_1000
    const settings = { min_duration_ms: 1000, performance_sample_count: 256 }
    const planned = plan(mlperfLoad('multi-stream', settings), 1000)
    assert.equal(planned.samplesPerQuery, 8)
    assert.deepEqual(order(planned).slice(0, 64), sets[0].first_indices)
    assert.equal(planned.loop, 'closed')
  })

  test('of offline is one query with everything due at zero', () => {
    const planned = plan(mlperfLoad('offline', { min_duration_ms: 1000, target_qps: 150 }), 64) as OpenPlan
    assert.equal(planned.queries, 1)
    assert.equal(planned.samplesPerQuery, 165)
    assert.deepEqual(Array.from(planned.due), [0])
    assert.equal(expectedLength(planned), null)
  })

  test('of accuracy mode asks every sample once, set after set, and no limit cuts it', () => {
    const settings = { mode: 'accuracy' as const, performance_sample_count: 8, target_qps: 1000, max_query_count: 3 }
    const { issued } = mlperf.real_runs.runs.acc_srv
    const server = plan(mlperfLoad('server', settings), 20) as OpenPlan
    assert.deepEqual(order(server), issued.qsl_idx)
    assert.deepEqual(Array.from(server.due.subarray(0, 8)), issued.scheduled_ns.slice(0, 8))
    assert.ok(server.due.every((at, i) => i === 0 || at >= server.due[i - 1]))
    assert.equal(server.limits.maxQueries, 0)
    const offline = plan(mlperfLoad('offline', settings), 20)
    assert.equal(offline.queries, 1)
    assert.deepEqual(order(offline), mlperf.real_runs.runs.acc_off.issued.qsl_idx)
    const single = plan(mlperfLoad('single-stream', settings), 20)
    assert.deepEqual(order(single), mlperf.real_runs.runs.acc_ss.issued.qsl_idx)
    const multi = plan(mlperfLoad('multi-stream', { ...settings, performance_sample_count: 16 }), 40)
    assert.deepEqual(order(multi), mlperf.real_runs.runs.acc_ms.issued.qsl_idx)
  })

  test('that LoadGen could not run is refused', () => {
    assert.throws(() => plan(mlperfLoad('server', { target_qps: 0 })), Failure)
  })
})

describe('the digest', () => {
  test('is over order and schedule', () => {
    const planned = open({})
    const hash = createHash('sha256').update(Uint32Array.from(order(planned)))
    hash.update(BigUint64Array.from(planned.due, BigInt))
    assert.equal(digestPlan(planned), hash.digest('hex'))
  })

  test('holds instants beyond 2^32 ns, and beyond 2^52', () => {
    const stamps = Float64Array.of(0, 2 ** 32 - 1, 2 ** 32, 2 ** 52 + 1)
    const arrivals = { kind: 'trace' as const, path: null, unit: null, scale: 1, rate: null }
    const planned = open({ arrivals, duration: null }, 4, stamps)
    const hash = createHash('sha256').update(Uint32Array.from(order(planned)))
    hash.update(BigUint64Array.from(stamps, BigInt))
    assert.equal(digestPlan(planned), hash.digest('hex'))
  })

  test('does not depend on chunks', () => {
    const planned = open({ queries: 70_000, duration: null })
    const hash = createHash('sha256').update(Uint32Array.from(order(planned)))
    hash.update(BigUint64Array.from(planned.due, BigInt))
    assert.equal(digestPlan(planned), hash.digest('hex'))
  })

  test('of a closed plan is over its order', () => {
    const planned = plan(CLOSED)
    assert.equal(
      digestPlan(planned),
      createHash('sha256')
        .update(Uint32Array.from(order(planned)))
        .digest('hex'),
    )
  })

  test('tells seeds apart', () => {
    const other = open({ seed: { order: '7', schedule: '2' } })
    assert.notEqual(digestPlan(other), digestPlan(open({})))
  })
})
