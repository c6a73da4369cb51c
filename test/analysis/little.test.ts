import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { little } from '../../src/analysis/little.ts'
import { nanos } from '../../src/base/nanos.ts'
import { near, vector } from '../stats/vectors.ts'

const { input, expected, tol } = vector('cap.little')
const columns = (intervals: number[][]) =>
  [
    Float64Array.from(intervals, ([start]) => start),
    Float64Array.from(intervals, ([, end]) => end),
    Int32Array.from(intervals.keys()),
  ] as const
const over = ([from, to]: number[]) => ({ from: nanos(from), to: nanos(to) })

describe("Little's law", () => {
  test('cap.little: exact from empty to empty, edge-corrected in a cut window', () => {
    const whole = little(...columns(input.intervals), over(input.window))
    assert.ok(near(whole.l, expected.L, tol))
    assert.ok(near(whole.lambdaW, expected.lambdaW, tol))
    const cut = little(...columns(input.intervals), over(input.window2))
    assert.ok(near(cut.l, expected.L2, tol))
    assert.ok(near(cut.naive, expected.lambdaW2_naive_arrivals, tol))
    assert.ok(near(cut.lambdaW, expected.lambdaW2_clipped, tol))
  })

  test('it is an identity for any requests that end after they start', () => {
    const interval = fc.tuple(fc.nat(100), fc.nat(100)).map(([start, length]) => [start, start + length])
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 40 }), fc.nat(80), (intervals, from) => {
        const { l, lambdaW } = little(...columns(intervals), over([from, from + 25]))
        assert.ok(near(l, lambdaW, 1e-12), `${l} against ${lambdaW}`)
      }),
    )
  })

  test('a request that ends before it was sent breaks it', () => {
    const { l, lambdaW } = little(
      ...columns([
        [0, 4],
        [6, 2],
      ]),
      over([0, 8]),
    )
    assert.notEqual(l, lambdaW)
  })

  test('the peak is the most in flight at one instant, and one that ends as another starts is not two', () => {
    assert.equal(
      little(
        ...columns([
          [0, 4],
          [4, 8],
          [1, 2],
        ]),
        over([0, 8]),
      ).peak,
      2,
    )
  })

  test('the peak is one of the window: what was in flight together before it or after it does not count', () => {
    const before = [0, 1, 2, 3].map((start) => [start, 9])
    const after = [21, 22, 23].map((start) => [start, 30])
    assert.equal(little(...columns([...before, [8, 12], [12, 14], ...after]), over([10, 20])).peak, 1)
  })
})
