import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { generateQueries } from '../../../../src/run/arrivals/mlperf/generate-queries.ts'
import { loadableSets } from '../../../../src/run/arrivals/mlperf/loadable-sets.ts'
import { mlperf } from '../../../stats/random/vectors.ts'
import { effectiveOf, type LoadGenCase } from './loadgen-case.ts'

interface GoldenSet {
  loaded_len?: number
  distribution_end?: number
  queries?: number
  samples_per_query_first?: number
  sha256_loaded: string
  sha256_indices: string
  sha256_schedule_ns?: string
  first_indices: number[]
  first_schedule_ns?: number[]
  last_schedule_ns?: number[]
}

interface Golden {
  settings: LoadGenCase
  sets: GoldenSet[]
  sets_scaled_division?: GoldenSet[]
}

const sha256 = (bytes: NodeJS.ArrayBufferView) => createHash('sha256').update(bytes).digest('hex')
const sha256OfSchedule = (deltas: Float64Array) => sha256(BigInt64Array.from(deltas, BigInt))

function generated(given: LoadGenCase, rng: 'gcc11' | 'gcc10') {
  const { settings, library } = effectiveOf(given)
  const sets = loadableSets({ ...settings, rng }, library.total)
  return sets.map((set) => ({ set, queries: generateQueries({ ...settings, rng }, set) }))
}

describe('queries generated as by LoadGen', () => {
  for (const [name, golden] of Object.entries<Golden>(mlperf.query_generation.cases)) {
    test(`${name} with the integers of GCC 11`, () => {
      const actual = generated(golden.settings, 'gcc11')
      assert.equal(actual.length, golden.sets.length)
      for (const [i, { set, queries }] of actual.entries()) {
        const expected = golden.sets[i]
        assert.equal(set.samples.length, expected.loaded_len)
        assert.equal(set.end, expected.distribution_end)
        assert.equal(queries.deltas.length, expected.queries)
        assert.equal(queries.samplesPerQuery, expected.samples_per_query_first)
        checkOrder(set.samples, queries.order, expected)
        assert.deepEqual(Array.from(queries.deltas.subarray(0, 12)), expected.first_schedule_ns?.slice(0, 12))
        assert.deepEqual(Array.from(queries.deltas.subarray(-3)), expected.last_schedule_ns)
        assert.equal(sha256OfSchedule(queries.deltas), expected.sha256_schedule_ns)
      }
    })

    test(`${name} with the integers of GCC 10`, () => {
      const expected = golden.sets_scaled_division ?? golden.sets
      for (const [i, { set, queries }] of generated(golden.settings, 'gcc10').entries()) {
        checkOrder(set.samples, queries.order, expected[i])
        assert.equal(sha256OfSchedule(queries.deltas), golden.sets[i].sha256_schedule_ns)
      }
    })
  }

  function checkOrder(loaded: Uint32Array, order: Uint32Array, expected: GoldenSet) {
    assert.deepEqual(Array.from(order.subarray(0, expected.first_indices.length)), expected.first_indices)
    assert.equal(sha256(loaded), expected.sha256_loaded)
    assert.equal(sha256(order), expected.sha256_indices)
  }
})

describe('whole runs of LoadGen', () => {
  const runs = Object.entries<{ settings: LoadGenCase; issued?: Issued }>(mlperf.real_runs.runs)
  for (const [name, { settings, issued }] of runs) {
    if (!issued) continue
    test(`${name} issues this order and schedule`, () => {
      const sets = generated(settings, 'gcc11').map(({ queries }) => queries)
      const order = sets.flatMap((queries) => Array.from(queries.order))
      assert.deepEqual(order.slice(0, issued.qsl_idx.length), issued.qsl_idx)
      if (issued.scheduled_ns) {
        assert.deepEqual(
          sets.flatMap((queries) => Array.from(queries.deltas)),
          issued.scheduled_ns,
        )
      }
      if (issued.issue_call) assert.deepEqual(callsOf(sets), issued.issue_call)
    })
  }

  interface Issued {
    qsl_idx: number[]
    scheduled_ns?: number[]
    issue_call?: number[]
  }

  function callsOf(sets: { samplesPerQuery: number; order: Uint32Array }[]): number[] {
    const sizes = sets.flatMap(({ samplesPerQuery, order }) =>
      Array.from({ length: order.length / samplesPerQuery }, () => samplesPerQuery),
    )
    return sizes.flatMap((size, call) => Array.from({ length: size }, () => call))
  }

  test('log what was generated', () => {
    const { settings, detail } = mlperf.real_runs.runs.ss
    const [{ queries }] = generated(settings, 'gcc11')
    const logged = Object.fromEntries(detail)
    assert.equal(queries.deltas.length, logged.generated_query_count)
    assert.equal(queries.duration, logged.generated_query_duration)
  })
})

describe('for any seed', () => {
  const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n }).map(String)
  const small = fc.record({
    seed: seeds,
    total: fc.integer({ min: 1, max: 40 }),
    qps: fc.integer({ min: 1, max: 2000 }),
    milliseconds: fc.integer({ min: 0, max: 300 }),
  })
  const equalIssue = (
    scenario: string,
    { seed, total, qps, milliseconds }: typeof small extends fc.Arbitrary<infer T> ? T : never,
  ) =>
    generated(
      {
        scenario,
        total,
        perf: total,
        sample_concatenate_permutation: true,
        server_target_qps: qps,
        offline_expected_qps: qps,
        min_duration_ms: milliseconds,
        min_query_count: 3,
        qsl_rng_seed: seed,
        sample_index_rng_seed: seed,
        schedule_rng_seed: seed,
      },
      'gcc11',
    )[0].queries

  test('the schedule never decreases and stays exact', () => {
    fc.assert(
      fc.property(small, (given) => {
        const { deltas, duration } = equalIssue('Server', given)
        assert.ok(
          deltas.every((delta, i) => Number.isSafeInteger(delta) && (i === 0 ? delta === 0 : delta >= deltas[i - 1])),
        )
        assert.ok(Number.isSafeInteger(duration))
        assert.ok(deltas[deltas.length - 1] >= given.milliseconds * 1e6)
      }),
    )
  })

  for (const scenario of ['Server', 'Offline']) {
    test(`equal issue asks every sample equally often in ${scenario}`, () => {
      fc.assert(
        fc.property(small, (given) => {
          const counts = new Map<number, number>()
          for (const sample of equalIssue(scenario, given).order) counts.set(sample, (counts.get(sample) ?? 0) + 1)
          assert.equal(counts.size, given.total)
          assert.equal(new Set(counts.values()).size, 1)
        }),
      )
    })
  }
})
