import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { counterDelta } from '../../../src/analysis/attribution/counter-delta.ts'
import { serverSeries } from '../../../src/analysis/attribution/server-series.ts'
import { fromSeconds } from '../../../src/base/nanos.ts'
import { readingsOf, SCRAPE } from './readings.ts'

const window = { from: fromSeconds(2), to: fromSeconds(6) }

function grown(values: readonly number[], from = 0, restarts: readonly number[] = []) {
  const scrapes = readingsOf('scrape.duration', [0, 0, 0, 0, 0, 0, 0, 0])
  const [series] = serverSeries(
    [...scrapes, ...readingsOf('tokens.output', values, { from })],
    [SCRAPE],
  )('tokens.output')
  return counterDelta(series, window, restarts)
}

describe('how much a counter grew in the window', () => {
  test('is its difference between the edges, interpolated', () => {
    assert.deepEqual(grown([10, 20, 30, 40, 50, 60, 70, 80]), { delta: 40, resets: [] })
    const [series] = serverSeries(readingsOf('tokens.output', [0, 10, 30, 60]), [SCRAPE])('tokens.output')
    assert.equal(counterDelta(series, { from: fromSeconds(0.5), to: fromSeconds(2.5) }).delta, 40)
  })

  test('begins anew where the counter fell, and says when', () => {
    assert.deepEqual(grown([10, 20, 30, 40, 5, 15, 25, 35]), { delta: 35, resets: [4e9] })
  })

  test('begins anew where another process answers, even if it has counted more by now', () => {
    assert.deepEqual(grown([1, 2, 3, 4, 50, 60, 70, 80], 0, [4e9]), { delta: 1 + 50 + 20, resets: [4e9] })
  })

  test('has no resets from outside the window', () => {
    assert.deepEqual(grown([100, 1, 2, 3, 4, 5, 6, 0]), { delta: 4, resets: [] })
  })

  test('counts from zero for a series that appears with its first event', () => {
    assert.deepEqual(grown([7, 10, 12, 13], 4), { delta: 12, resets: [] })
  })

  test('never reaches beyond the readings', () => {
    const [series] = serverSeries(readingsOf('tokens.output', [10, 20, 30], { from: 3 }), [SCRAPE])('tokens.output')
    assert.deepEqual(counterDelta(series, window), { delta: 20, resets: [] })
  })
})

describe('the series of the servers', () => {
  const one = (labels: { [label: string]: string }, source = 'servers', n = 3) =>
    readingsOf(
      'tokens.output',
      Array.from({ length: n }, (_, i) => i),
      { labels, source },
    )

  test('are one per replica and engine', () => {
    const readings = [
      ...one({ replica: 'a', engine: '0' }),
      ...one({ replica: 'a', engine: '1' }),
      ...one({ replica: 'b' }),
    ]
    assert.equal(serverSeries(readings, [SCRAPE])('tokens.output').length, 3)
  })

  test('leave out a second source of the same replica', () => {
    const readings = [
      ...one({ replica: 'a' }),
      ...one({ replica: 'a' }, 'prom', 2),
      ...one({ replica: 'b' }, 'prom', 2),
    ]
    const sources = serverSeries(readings, [SCRAPE])('tokens.output').map(({ source, replica }) => [replica, source])
    assert.deepEqual(sources, [
      ['a', 'servers'],
      ['b', 'prom'],
    ])
  })

  test('leave out what a router repeats of its engines, and sums without a name', () => {
    const readings = [...one({ replica: 'a' }), ...one({ server: 'http://a' }, 'router'), ...one({}, 'prom')]
    assert.deepEqual(
      serverSeries(readings, [SCRAPE])('tokens.output').map(({ source }) => source),
      ['servers'],
    )
  })
})
