import assert from 'node:assert/strict'
import { test } from 'node:test'
import { wilson } from '../../src/stats/wilson.ts'
import { near, vector } from './vectors.ts'

test('rel.wilson: the interval of a share, at its ends too', () => {
  const { input, expected, tol } = vector('rel.wilson')
  for (const [i, [k, n]] of input.cases.entries()) {
    const { low, high } = wilson(k, n)
    assert.ok(near(low, expected.ci[i][0], tol), `${k} of ${n}: ${low}`)
    assert.ok(near(high, expected.ci[i][1], tol), `${k} of ${n}: ${high}`)
  }
})
