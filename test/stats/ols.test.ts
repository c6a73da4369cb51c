import assert from 'node:assert/strict'
import { test } from 'node:test'
import { moments } from '../../src/stats/moments.ts'
import { fitLine } from '../../src/stats/ols.ts'
import { near, vector } from './vectors.ts'

test('cap.saturation: slope, standard error and t of a growing backlog', () => {
  const { expected, tol } = vector('cap.saturation')
  const line = fitLine(Array.from({ length: 60 }, (_, t) => 5 + t + (t % 2 === 1 ? 0.3 : -0.3)))
  assert.ok(near(line.slope, expected.slope, tol))
  assert.ok(near(line.se, expected.se, tol))
  assert.ok(near(line.t, expected.t, tol))
})

test('a flat line has slope and t of zero', () => {
  assert.equal(fitLine([3, 3, 3, 3]).slope, 0)
  assert.equal(fitLine([3, 3, 3, 3]).t, 0)
})

test('moments use the sample standard deviation', () => {
  assert.deepEqual(moments([1, 2, 3, 4]), { n: 4, mean: 2.5, min: 1, max: 4, stddev: Math.sqrt(5 / 3) })
})

test('a failure makes the mean infinite, not NaN', () => {
  const { mean, min, max } = moments([1, Number.POSITIVE_INFINITY])
  assert.deepEqual([mean, min, max], [Number.POSITIVE_INFINITY, 1, Number.POSITIVE_INFINITY])
})
