import assert from 'node:assert/strict'
import { test } from 'node:test'
import { mg1Wait, mmc } from '../../src/stats/queueing.ts'
import { near, vector } from './vectors.ts'

test('cap.mmc: Erlang C', () => {
  const { input, expected, tol } = vector('cap.mmc')
  for (const [i, [lambda, mu, servers]] of input.cases.entries()) {
    const got = mmc(lambda, mu, servers)
    const { wait_p99: waitP99, ...rest } = expected.rows[i]
    for (const [key, want] of Object.entries<number>({ ...rest, waitP99 })) {
      assert.ok(near(got[key as keyof typeof got], want, tol), `${key} of case ${i}`)
    }
  }
})

test('cap.mg1: the Pollaczek–Khinchine wait', () => {
  const { input, expected, tol } = vector('cap.mg1')
  for (const [i, scv] of input.scv.entries()) {
    assert.ok(near(mg1Wait(input.lambda, input.ES, scv), expected.wq[i], tol))
  }
})

test('a queue without a steady state is refused', () => {
  assert.throws(() => mmc(2, 1, 2), RangeError)
})
