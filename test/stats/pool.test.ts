import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { countAtMost, Pool, union } from '../../src/stats/pool.ts'

describe('pools of values', () => {
  test('the k-th smallest of a weighted union is the k-th of the values written out', () => {
    const run = fc.record({
      values: fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 30 }),
      weight: fc.integer({ min: 1, max: 4 }),
      divisor: fc.integer({ min: 1, max: 4 }),
    })
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 5 }), fc.nat(5), (runs, zeros) => {
        const flat: number[] = Array(zeros).fill(0)
        const sorted = runs.map(({ values, weight, divisor }) => {
          const pool = new Pool()
          for (const value of values) {
            pool.add(value)
            flat.push(...Array(weight).fill(value / divisor))
          }
          return pool.runs().map((each) => ({ values: each, weight, divisor }))
        })
        flat.sort((a, b) => a - b)
        const all = union(sorted.flat(), zeros)
        assert.equal(all.n, flat.length)
        for (const [i, value] of flat.entries()) assert.equal(all.at(i), value)
      }),
    )
  })

  test('values beyond one run are kept in further runs', () => {
    const pool = new Pool()
    for (let i = 0; i < 5000; i++) pool.add(4999 - i)
    const runs = pool.runs().map((values) => ({ values, weight: 1, divisor: 1 }))
    assert.ok(runs.length > 1)
    assert.equal(union(runs).at(1234), 1234)
    assert.equal(countAtMost(runs, 99.5), 100)
  })
})
