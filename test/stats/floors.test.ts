import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mlperfFloor, twoSidedFloor, wilksFloor } from '../../src/stats/floors.ts'
import { ppm } from '../../src/stats/quantile.ts'
import { vector } from './vectors.ts'

test('ci.min_n: how many values a percentile needs, by four rules', () => {
  const { input, expected } = vector('ci.min_n')
  const by = (floor: (share: number) => number) => input.p.map(floor)
  assert.deepEqual(
    by((p) => wilksFloor(ppm(p))),
    expected.wilks_95,
  )
  assert.deepEqual(
    by((p) => wilksFloor(ppm(p), 0.99)),
    expected.wilks_99,
  )
  assert.deepEqual(
    by((p) => twoSidedFloor(ppm(p))),
    expected.two_sided_95,
  )
  assert.deepEqual(
    by((p) => mlperfFloor(ppm(p))),
    expected.mlperf_floor,
  )
})

test('no count is enough for the maximum itself', () => {
  assert.equal(mlperfFloor(ppm(1)), Number.POSITIVE_INFINITY)
})
