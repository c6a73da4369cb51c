import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Histogram, NANOS_RANGE } from '../../src/stats/histogram.ts'
import { ordered, ppm, quantile, sortInPlace } from '../../src/stats/quantile.ts'
import { vector } from './vectors.ts'

describe('the HDR histogram', () => {
  for (const id of ['hdr.index', 'hdr.index.ns']) {
    test(`${id}: cell numbers and the values a cell does not tell apart`, () => {
      const { input, expected } = vector(id)
      const histogram = new Histogram(input)
      assert.equal(histogram.length, expected.counts_length)
      for (const [value, index, low, high] of expected.rows) {
        assert.equal(histogram.indexOf(value), index)
        assert.deepEqual(histogram.span(value), { low, high })
      }
    })
  }

  test('hdr.error: the relative error by digits', () => {
    const { input, expected } = vector('hdr.error')
    for (const [i, digits] of input.digits.entries()) {
      const histogram = new Histogram({ lowest: 1, highest: 2 ** 40, digits })
      const half = expected.sub_bucket_count[i] / 2
      const { low, high } = histogram.span(expected.sub_bucket_count[i])
      assert.equal((high - low + 1) / 2 / half, expected.max_rel_error[i])
    }
  })

  test('its quantiles lie within 0.1 % above the exact ones', () => {
    const values = fc.array(fc.integer({ min: 1000, max: 3.6e12 }), { minLength: 1, maxLength: 200 })
    fc.assert(
      fc.property(values, fc.integer({ min: 1, max: 1_000_000 }), (list, share) => {
        const histogram = new Histogram()
        for (const value of list) histogram.record(value)
        const exact = quantile(ordered(sortInPlace(Float64Array.from(list))), ppm(share / 1e6))
        const got = histogram.quantile(ppm(share / 1e6))
        assert.ok(got >= exact && got <= exact * (1 + 1 / 1024) + 512, `${got} for ${exact}`)
      }),
    )
  })

  test('merging is the same as recording everything in one', () => {
    const values = fc.array(fc.integer({ min: 0, max: 3.7e12 }), { maxLength: 50 })
    fc.assert(
      fc.property(values, values, (a, b) => {
        const [left, right, both] = [new Histogram(), new Histogram(), new Histogram()]
        for (const value of a) left.record(value)
        for (const value of b) right.record(value)
        for (const value of [...a, ...b]) both.record(value)
        left.add(right)
        assert.deepEqual([...left.cells()], [...both.cells()])
        assert.deepEqual([left.n, left.overflow, left.max], [both.n, both.overflow, both.max])
      }),
    )
  })

  test('a value above the range is counted apart and ranks as +Infinity', () => {
    const histogram = new Histogram(NANOS_RANGE)
    histogram.record(5e6, 9)
    histogram.record(3601e9)
    assert.deepEqual([histogram.n, histogram.overflow], [9, 1])
    assert.ok(histogram.quantile(ppm(0.9)) < 6e6)
    assert.equal(histogram.quantile(ppm(0.95)), Number.POSITIVE_INFINITY)
  })

  test('an empty histogram has no quantile', () => {
    assert.ok(Number.isNaN(new Histogram().quantile(ppm(0.5))))
  })
})
