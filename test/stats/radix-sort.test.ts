import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { sortNumbers } from '../../src/stats/radix-sort.ts'

const LONG = 5000

function agrees(values: Float64Array): void {
  const want = values.slice().sort()
  sortNumbers(values)
  assert.deepEqual(values, want)
}

describe('sorting numbers', () => {
  const cases: { readonly [name: string]: fc.Arbitrary<number> } = {
    'integers of any size': fc.maxSafeNat(),
    'integers of one size': fc.integer({ min: 5_000_000, max: 40_000_000 }),
    'fractions and infinities': fc.double({ min: 0, noNaN: true }).map(Math.abs),
    'negative values too': fc.double({ noNaN: true }),
  }
  for (const [name, value] of Object.entries(cases)) {
    test(`agrees with the built-in sort on ${name}`, () => {
      const long = fc.array(value, { minLength: LONG, maxLength: LONG, size: 'max' })
      fc.assert(
        fc.property(long, (list) => agrees(Float64Array.from(list))),
        { numRuns: 10 },
      )
    })
  }

  test('NaN comes last', () => {
    const values = Float64Array.from({ length: LONG }, (_, i) => (i % 7 === 0 ? Number.NaN : LONG - i))
    agrees(values)
  })

  test('part of a buffer is sorted and the rest left alone', () => {
    const whole = Float64Array.from({ length: 3 * LONG }, (_, i) => 3 * LONG - i)
    const before = whole.slice()
    sortNumbers(whole.subarray(LONG, 2 * LONG))
    assert.deepEqual(whole.subarray(0, LONG), before.subarray(0, LONG))
    assert.deepEqual(whole.subarray(LONG, 2 * LONG), before.slice(LONG, 2 * LONG).sort())
    assert.deepEqual(whole.subarray(2 * LONG), before.subarray(2 * LONG))
  })
})
