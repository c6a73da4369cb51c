import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import {
  nearestRank,
  ordered,
  ppm,
  quantile,
  quantileLinear,
  quantileMlperf,
  sortInPlace,
} from '../../src/stats/quantile.ts'
import { near, vector } from './vectors.ts'

const of = (values: number[]) => ordered(sortInPlace(Float64Array.from(values)))

describe('quantiles', () => {
  for (const n of [10, 100, 101, 1000, 10000]) {
    test(`pct.defs.n${n}: the three definitions over 1…${n}`, () => {
      const { expected, tol } = vector(`pct.defs.n${n}`)
      const values = of(Array.from({ length: n }, (_, i) => i + 1))
      for (const [name, [mlperf, nearest, linear]] of Object.entries<number[]>(expected)) {
        const share = Number(name.slice(1)) / 100
        assert.equal(quantileMlperf(values, share), mlperf, `mlperf ${name}`)
        assert.equal(quantile(values, ppm(share)), nearest, `nearest ${name}`)
        assert.ok(near(quantileLinear(values, ppm(share)), linear, tol), `linear ${name}`)
      }
    })
  }

  test('pct.inf: failures are +Infinity and interpolation never yields NaN', () => {
    const { input, expected } = vector('pct.inf')
    const values = of(input.x)
    assert.deepEqual(
      input.p.map((p: number) => quantileLinear(values, ppm(p))),
      expected.linear,
    )
    assert.deepEqual(
      input.p.map((p: number) => quantile(values, ppm(p))),
      expected.nearest,
    )
  })

  test('pct.float_hazard: ranks are integer arithmetic, not ceil(pct/100·n)', () => {
    const { input, expected } = vector('pct.float_hazard')
    for (const [i, [n, percent]] of input.cases.entries()) {
      assert.equal(Math.ceil((percent / 100) * n), expected.naive_rank[i])
      assert.equal(nearestRank(n, ppm(percent / 100)), expected.integer_rank[i])
    }
  })

  test('pct.merge: percentiles of pools are never averaged, the merged values are ranked', () => {
    const { expected } = vector('pct.merge')
    const a = [...Array(990).fill(10), ...Array(10).fill(1000)]
    const b = [...Array(50).fill(50), ...Array(50).fill(1000)]
    assert.equal(quantile(of(a), ppm(0.99)), expected.p99_A)
    assert.equal(quantile(of(b), ppm(0.99)), expected.p99_B)
    assert.equal(quantile(of([...a, ...b]), ppm(0.99)), expected.p99_merged)
    assert.equal(quantile(of([...a, ...b]), ppm(0.95)), expected.p95_merged)
    assert.equal(quantile(of(a), ppm(0.95)), expected.p95_A)
    assert.equal(quantile(of(b), ppm(0.95)), expected.p95_B)
  })

  test('failures behind a sorted array rank as if they were in it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 1000 }), { minLength: 1, maxLength: 40 })
    fc.assert(
      fc.property(values, fc.nat(20), fc.integer({ min: 0, max: 1_000_000 }), (finite, failures, share) => {
        const apart = ordered(sortInPlace(Float64Array.from(finite)), failures)
        const inside = of([...finite, ...Array(failures).fill(Number.POSITIVE_INFINITY)])
        assert.equal(quantile(apart, ppm(share / 1e6)), quantile(inside, ppm(share / 1e6)))
      }),
    )
  })

  test('the nearest-rank quantile is the least value with at least that share at or below it', () => {
    const values = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 1, maxLength: 60 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1_000_000 }), (list, share) => {
        const got = quantile(of(list), ppm(share / 1e6))
        const reaches = (limit: number) => list.filter((value) => value <= limit).length * 1e6 >= list.length * share
        assert.ok(reaches(got))
        assert.ok(!list.some((value) => value < got && reaches(value)))
      }),
    )
  })

  test('a NaN is refused instead of being ranked', () => {
    assert.throws(() => sortInPlace(Float64Array.of(1, Number.NaN, 2)), /NaN/)
  })

  test('no values have no quantile', () => {
    assert.ok(Number.isNaN(quantile(of([]), ppm(0.5))))
  })
})
