import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { analyze } from '../../src/analysis/analyze.ts'
import { Coverage } from '../../src/analysis/coverage.ts'
import { fixtureLog, type RequestRow } from './fixture-log.ts'

const MS = 1e6

describe('coverage of a grid', () => {
  test('adds up to the length of each interval inside the grid, for intervals of any length', () => {
    const interval = fc.tuple(fc.integer({ min: -50, max: 150 }), fc.nat(150))
    fc.assert(
      fc.property(fc.array(interval, { maxLength: 20 }), (intervals) => {
        const coverage = new Coverage(0, 10, 10)
        const want = new Float64Array(10)
        for (const [from, length] of intervals) {
          coverage.add(from, from + length, 2)
          for (let bin = 0; bin < 10; bin++) {
            want[bin] += 2 * Math.max(0, Math.min(from + length, bin * 10 + 10) - Math.max(from, bin * 10))
          }
        }
        assert.deepEqual(coverage.bins(1), want)
      }),
    )
  })
})

describe('pictures of a run', () => {
  const requests: RequestRow[] = Array.from({ length: 100 }, (_, i) => ({
    due: i * 100,
    first: i * 100 + 20,
    done: i * 100 + 150,
    tokens: 5,
    stall: 30,
    outcome: i % 10 === 0 ? 'reset' : 'ok',
  }))
  const log = () => fixtureLog({ requests })

  test('the timeline has as many tokens as the figures where the server counts others than the wire', async () => {
    const request: RequestRow = { due: 0, first: 100, done: 1000, tokens: 30, seen: 10 }
    const tokens = Array.from({ length: 10 }, (_, i) => ({ request: 0, at: (i + 1) * 100, gap: i === 0 ? null : 100 }))
    const { timeline, figures } = await analyze(fixtureLog({ requests: [request], tokens }))
    const seconds = timeline.bin / 1e9
    assert.equal(Math.round(timeline.tokens.reduce((sum, rate) => sum + rate * seconds, 0)), 30)
    assert.equal(figures.find(({ metric }) => metric === 'tokens.output')?.n, 30)
  })

  test('the timeline counts by due and by end, and averages what is in flight', async () => {
    const { timeline } = await analyze(log())
    const sum = (column: Float64Array) =>
      Math.round(column.reduce((total, rate) => total + (rate * timeline.bin) / 1e9, 0))
    assert.equal(sum(timeline.offered), 100)
    assert.equal(sum(timeline.failed), 10)
    assert.equal(sum(timeline.completed), 90)
    assert.equal(sum(timeline.good), 90)
    assert.equal(sum(timeline.tokens), 500)
    assert.ok(Math.abs(timeline.inFlight[timeline.bins >> 1] - 1.5) < 1e-9)
    const busy = timeline.latencyP99.filter((value) => !Number.isNaN(value))
    assert.ok(busy.length > 80 && busy.every((value) => value === 150 * MS))
  })

  test('curves rise to the maximum, and end among the failures where there are any', async () => {
    const { curves } = await analyze(log())
    for (const { basis, points, metric } of curves) {
      const values = points.map(({ value }) => value)
      assert.deepEqual(
        values,
        values.toSorted((a, b) => a - b),
      )
      assert.equal(points[points.length - 1].q, 1)
      assert.equal(values[values.length - 1] === Number.POSITIVE_INFINITY, basis === 'all', metric)
    }
    assert.deepEqual(new Set(curves.map(({ metric }) => metric)), new Set(['ttft', 'latency', 'tpot', 'stall']))
  })

  test('the buckets of a distribution hold every value once, each inside its edges', async () => {
    const sizes = fc.array(fc.integer({ min: 0, max: 100_000 }), { minLength: 1, maxLength: 50 })
    await fc.assert(
      fc.asyncProperty(sizes, async (latencies) => {
        const rows = latencies.map((latency) => ({ due: 0, first: 0, done: latency / 1000, tokens: 1 }))
        const { distributions } = await analyze(fixtureLog({ requests: rows }))
        const { n, buckets } = distributions.find(({ metric }) => metric === 'latency') ?? { n: -1, buckets: [] }
        assert.equal(n, latencies.length)
        for (const { from, to, count } of buckets) {
          const inside = latencies.filter((latency) => latency * 1000 >= from && latency * 1000 < to)
          assert.equal(count, inside.length)
        }
        assert.equal(
          buckets.reduce((total, { count }) => total + count, 0),
          n,
        )
      }),
      { numRuns: 60 },
    )
  })
})
