import assert from 'node:assert/strict'
import { test } from 'node:test'
import { atLeast, atMost, wholeUnits } from '../../src/stats/slack.ts'
import { vector } from './vectors.ts'

test('num.gate.float: a gate absorbs binary rounding', () => {
  const { input, expected } = vector('num.gate.float')
  const difference = Math.abs(input.ref - input.val)
  assert.equal(difference, expected.raw_abs_diff)
  assert.equal(difference <= input.tol, expected.naive_le)
  assert.equal(atMost(difference, input.tol), expected.spec_le)
  assert.equal(atLeast(-difference, -input.tol), expected.spec_le)
})

test('num.ceil.float: whole units absorb binary rounding', () => {
  const { input, expected } = vector('num.ceil.float')
  assert.equal(wholeUnits((input.peak / input.per_replica) * input.headroom), expected.spec_ceil)
  assert.equal(wholeUnits(11.000000000000002), 11)
  assert.equal(wholeUnits(11.01), 12)
})
