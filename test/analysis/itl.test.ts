import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { analyze } from '../../src/analysis/analyze.ts'
import { GapStore } from '../../src/analysis/gap-store.ts'
import { vector } from '../stats/vectors.ts'
import { figureValue, findFigure } from './find.ts'
import { fixtureLog, type RequestRow } from './fixture-log.ts'

const MS = 1e6
const request: RequestRow = { due: 0, first: 100, done: 180, tokens: 5 }

describe('gaps between tokens', () => {
  test('def.itl: a gap is one sample of itl and is shared among its tokens in itl.token', async () => {
    const { input, expected } = vector('def.itl')
    const tokens = input.events_ms.map(([at, n]: [number, number], i: number) => ({
      request: 0,
      at,
      gap: i === 0 ? null : at - input.events_ms[i - 1][0],
      events: 1,
      tokens: n,
    }))
    const analysis = await analyze(fixtureLog({ requests: [request], tokens }))
    const { byEvent, byToken } = gaps(tokens)
    assert.deepEqual(
      byEvent,
      expected.chunk_gaps.map((gap: number) => gap * MS),
    )
    assert.deepEqual(
      byToken,
      expected.per_token_gap_weighted.map((gap: number) => gap * MS),
    )
    assert.equal(figureValue(analysis, 'itl', 'mean') / MS, 40)
    assert.equal(figureValue(analysis, 'itl.token', 'mean') / MS, 20)
    assert.equal(findFigure(analysis, 'itl.token', 'p50')?.n, expected.per_token_gap_weighted.length)
    assert.equal(figureValue(analysis, 'tpot', 'mean') / MS, expected.tpot)
    assert.equal(figureValue(analysis, 'ttft', 'max') / MS, expected.ttft_if_sent_at_0)
  })

  test('the events of one read are one gap and zeros', async () => {
    const tokens = [
      { request: 0, at: 100, gap: null, events: 2 },
      { request: 0, at: 180, gap: 80, events: 3 },
    ]
    const analysis = await analyze(fixtureLog({ requests: [request], tokens }))
    assert.equal(findFigure(analysis, 'itl', 'max')?.n, 4)
    assert.equal(figureValue(analysis, 'itl', 'p50'), 0)
    assert.equal(figureValue(analysis, 'itl', 'max') / MS, 80)
    assert.equal(figureValue(analysis, 'itl', 'mean') / MS, 20)
  })

  test('failed requests and warm-up give no gaps', async () => {
    const requests: RequestRow[] = [
      { ...request, outcome: 'truncated' },
      { ...request, phase: 'warmup' },
    ]
    const tokens = [0, 1].flatMap((n) => [
      { request: n, at: 100, gap: null },
      { request: n, at: 180, gap: 80 },
    ])
    const analysis = await analyze(fixtureLog({ requests, tokens }))
    assert.equal(findFigure(analysis, 'itl', 'p50'), undefined)
  })

  test('both weightings add up to the same time, and splits to the whole', () => {
    const read = fc.record({
      replica: fc.nat(2),
      gap: fc.integer({ min: 0, max: 1000 }),
      events: fc.integer({ min: 1, max: 3 }),
      extra: fc.nat(3),
    })
    fc.assert(
      fc.property(fc.array(read, { minLength: 1, maxLength: 40 }), (reads) => {
        const store = new GapStore()
        for (const { replica, gap, events, extra } of reads) store.add(0, replica, gap, events, events + extra)
        const whole = store.select(null, null)
        const total = (values: typeof whole.byEvent) => written(values).reduce((sum, value) => sum + value, 0)
        assert.ok(Math.abs(total(whole.byEvent) - whole.sum) < 1e-6)
        assert.ok(Math.abs(total(whole.byToken) - whole.sum) < 1e-6)
        const parts = [0, 1, 2].map((replica) => store.select(null, replica).byEvent.n)
        assert.equal(
          parts.reduce((sum, n) => sum + n, 0),
          whole.byEvent.n,
        )
      }),
    )
  })
})

function gaps(tokens: { gap: number | null; events: number; tokens: number }[]) {
  const store = new GapStore()
  for (const { gap, events, tokens: n } of tokens) store.add(0, 0, gap === null ? Number.NaN : gap * MS, events, n)
  const { byEvent, byToken } = store.select(null, null)
  return { byEvent: written(byEvent), byToken: written(byToken) }
}

const written = (values: { n: number; at(index: number): number }) =>
  Array.from({ length: values.n }, (_, i) => values.at(i))
