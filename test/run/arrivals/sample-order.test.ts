import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { fileOrder, shuffledPasses } from '../../../src/run/arrivals/sample-order.ts'

const size = fc.integer({ min: 1, max: 50 })
const range = (from: number, n: number) => Array.from({ length: n }, (_, i) => from + i)

test('every pass asks every sample once', () => {
  fc.assert(
    fc.property(size, fc.integer({ min: 0, max: 9 }), (n, pass) => {
      const order = shuffledPasses(n, '1')
      assert.deepEqual(
        range(pass * n, n)
          .map(order)
          .sort((a, b) => a - b),
        range(0, n),
      )
    }),
  )
})

test('a query’s sample does not depend on which were asked before', () => {
  fc.assert(
    fc.property(size, fc.array(fc.integer({ min: 0, max: 400 })), (n, queries) => {
      const asked = shuffledPasses(n, '2')
      assert.deepEqual(
        queries.map(asked),
        queries.map((query) => shuffledPasses(n, '2')(query)),
      )
    }),
  )
})

test('passes and seeds differ', () => {
  const order = shuffledPasses(100, '3')
  const first = range(0, 100).map(order)
  assert.notDeepEqual(first, range(100, 100).map(order))
  assert.notDeepEqual(first, range(0, 100).map(shuffledPasses(100, '4')))
})

test('a trace goes through its file from the first row, again and again', () => {
  assert.deepEqual(range(0, 7).map(fileOrder(3)), [0, 1, 2, 0, 1, 2, 0])
})
