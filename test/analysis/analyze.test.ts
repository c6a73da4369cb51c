import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import type { RequestBound, RunBound } from '../../src/model/slo.ts'
import { ordered, ppm, quantile, sortInPlace } from '../../src/stats/quantile.ts'
import { vector } from '../stats/vectors.ts'
import { figureValue, findFigure } from './find.ts'
import { fixtureLog, type RequestRow, tokenColumns } from './fixture-log.ts'

const MS = 1e6
const ok = (due: number, latency: number, more: Partial<RequestRow> = {}): RequestRow => ({
  due,
  first: due + latency / 2,
  done: due + latency,
  tokens: 11,
  ...more,
})

describe('analysis', () => {
  test('slo.joint: two bounds met by 99 % each are met together by 98 %', async () => {
    const { input, expected } = vector('slo.joint')
    const requests = Array.from({ length: input.n }, (_, i) => {
      const first = input.ttft_miss_ids.includes(i) ? 300 : 100
      const pace = input.tpot_miss_ids.includes(i) ? 60 : 40
      return { due: i * 10, first: i * 10 + first, done: i * 10 + first + 10 * pace, tokens: 11 }
    })
    const attainment = async (...request: RequestBound[]) =>
      figureValue(await analyze(fixtureLog({ requests, slo: { request, run: [] } })), 'attainment')
    const ttft: RequestBound = { text: '', metric: 'ttft', limit: 200 * MS }
    const tpot: RequestBound = { text: '', metric: 'tpot', limit: 50 * MS }
    assert.equal(await attainment(ttft), expected.ttft_attainment)
    assert.equal(await attainment(tpot), expected.tpot_attainment)
    assert.equal(await attainment(ttft, tpot), expected.joint_attainment)
  })

  test('bounds are inclusive, and one token or one read meets bounds on tpot and stall for want of a value', async () => {
    const request: RequestBound[] = [
      { text: '', metric: 'ttft', limit: 50 * MS },
      { text: '', metric: 'tpot', limit: 1 },
      { text: '', metric: 'stall', limit: 1 },
    ]
    const requests = [ok(0, 100, { tokens: 1, stall: null }), ok(0, 100.000001, { tokens: 1, first: 50.000001 })]
    const { books } = await analyze(fixtureLog({ requests, slo: { request, run: [] } }))
    assert.equal(books.measured.good, 1)
  })

  test('a replica and a stream are figured from their own raw rows, and never averaged', async () => {
    const requests = Array.from({ length: 60 }, (_, i) =>
      ok(i * 100, 10 + i, { replica: i % 3 === 0 ? 'a' : 'b', stream: i % 2 === 0 ? 'default' : 'second' }),
    )
    const analysis = await analyze(fixtureLog({ requests }))
    const latencies = requests.filter(({ replica }) => replica === 'b').map(({ due, done }) => ((done ?? 0) - due) * MS)
    const want = quantile(ordered(sortInPlace(Float64Array.from(latencies))), ppm(0.9))
    assert.equal(figureValue(analysis, 'latency', 'p90', { replica: 'b' }), want)
    assert.equal(findFigure(analysis, 'latency', 'p90', { replica: 'b' })?.n, 40)
    assert.equal(findFigure(analysis, 'latency', 'p90', { stream: 'second' })?.n, 30)
    const rates = ['a', 'b'].map((replica) => figureValue(analysis, 'throughput', 'value', { replica }))
    assert.ok(Math.abs(rates[0] + rates[1] - figureValue(analysis, 'throughput')) < 1e-9)
  })

  test('one replica alone is not split from the whole', async () => {
    const { figures } = await analyze(fixtureLog({ requests: [ok(0, 10)] }))
    assert.ok(figures.every(({ over }) => over.replica === undefined && over.stream === undefined))
  })

  test('a query of several samples is as late as its last one, and infinite when one failed', async () => {
    const requests = [
      ok(0, 10, { request: 0, query: 0 }),
      ok(0, 30, { request: 1, query: 0 }),
      ok(0, 20, { request: 2, query: 1 }),
      ok(0, 20, { request: 3, query: 1, outcome: 'reset' }),
    ]
    const analysis = await analyze(fixtureLog({ requests, plan: { samplesPerQuery: 2 } }))
    assert.equal(findFigure(analysis, 'latency.query', 'p50')?.n, 2)
    assert.equal(figureValue(analysis, 'latency.query', 'min'), 30 * MS)
    assert.equal(figureValue(analysis, 'latency.query', 'max'), Number.POSITIVE_INFINITY)
  })

  test('percentiles that the bounds name are reported beside the usual ones', async () => {
    const run: RunBound[] = [{ text: '', metric: 'latency', stat: 'p97.5', compare: '<=', limit: 1 }]
    const requests = Array.from({ length: 400 }, (_, i) => ok(i, i + 1))
    const analysis = await analyze(fixtureLog({ requests, slo: { request: [], run } }))
    assert.equal(figureValue(analysis, 'latency', 'p97.5'), 390 * MS)
    assert.equal(figureValue(analysis, 'latency', 'p97.5', { definition: 'mlperf' }), 391 * MS)
  })

  test('without streaming there is no ttft, tpot, itl or stall', async () => {
    const { figures } = await analyze(fixtureLog({ requests: [ok(0, 10, { stall: 3 })], request: { stream: false } }))
    assert.deepEqual(
      figures.filter(({ metric }) => /^(ttft|tpot|itl|stall|interactivity)/.test(metric)),
      [],
    )
    assert.ok(figures.some(({ metric }) => metric === 'latency'))
  })

  test('token rates follow the server’s count where the wire was counted differently', async () => {
    const requests = [ok(0, 1000, { tokens: 20 })]
    const tokens = Array.from({ length: 10 }, (_, i) => ({ request: 0, at: 500 + i * 50, gap: i === 0 ? null : 50 }))
    const analysis = await analyze(fixtureLog({ requests, tokens, window: [0, 750] }))
    assert.equal(figureValue(analysis, 'tokens.output.raw'), (5 * 2) / 0.75)
  })

  test('the tokens may come in parts, at once or one after another', async () => {
    const log = fixtureLog({ requests: [ok(0, 100)] })
    const rows = Array.from({ length: 11 }, (_, i) => ({ request: 0, at: 50 + i * 5, gap: i === 0 ? null : 5 }))
    const whole = await analyze({ ...log, tokens: [tokenColumns(rows)] })
    async function* parts() {
      yield tokenColumns(rows.slice(0, 4))
      yield tokenColumns(rows.slice(4))
    }
    const parted = await analyze({ ...log, tokens: parts() })
    assert.deepEqual(parted.figures, whole.figures)
  })

  test('MLPerf’s rates: one sample less than issued over the last query, offline all over the last answer', async () => {
    const requests = [ok(0, 100), ok(1000, 100), ok(2000, 500)]
    const server = await analyze(fixtureLog({ requests }))
    assert.equal(figureValue(server, 'throughput.mlperf'), 2 / 2.5)
    assert.equal(figureValue(server, 'offered.mlperf'), 2 / 2)
    const burst = requests.map((row, i) => ok(0, (i + 1) * 1000, { ...row, due: 0, sent: 0, done: (i + 1) * 1000 }))
    const load = { loop: 'mlperf', scenario: 'offline' } as const
    const offline = await analyze(fixtureLog({ requests: burst, load, window: [0, null] }))
    assert.equal(figureValue(offline, 'throughput.mlperf'), 1)
    assert.ok(Math.abs(figureValue(offline, 'throughput') - 1) < 1e-8)
  })

  test('answers that came whole have a tpot of nothing, and no pace that one could see', async () => {
    const requests: RequestRow[] = [{ due: 0, first: 100, done: 100, tokens: 11 }]
    const { figures } = await analyze(fixtureLog({ requests }))
    assert.equal(figures.find(({ metric, stat }) => metric === 'tpot' && stat === 'p50')?.value, 0)
    const paces = figures.filter(({ metric }) => metric.startsWith('interactivity')).map(({ metric }) => metric)
    assert.deepEqual(paces, ['interactivity.e2e'])
  })
})

describe('the measured window', () => {
  const requests = [ok(0, 100), ok(5000, 300)]
  const lengthOf = async (options: Partial<Parameters<typeof fixtureLog>[0]>) => {
    const { window } = await analyze(fixtureLog({ requests, ...options }))
    return [window.from / MS, window.to / MS]
  }

  test('is the plan’s where it has an end', async () => {
    assert.deepEqual(await lengthOf({}), [0, 10_000])
  })

  test('ends with the last thing seen in an interrupted log', async () => {
    assert.deepEqual(await lengthOf({ seal: null }), [0, 5300])
  })

  test('lasts to the last answer of a closed loop, which is inside it', async () => {
    const [, to] = await lengthOf({ window: [0, null], plan: { loop: 'closed' } })
    assert.ok(to > 5300 && to < 5300.001)
  })

  test('of an offline burst ends there too, not when the end of the load was noticed', async () => {
    const seal = { window: { from: 0, to: 400 * MS } } as never
    const [, to] = await lengthOf({ requests: [ok(0, 100), ok(0, 300)], window: [0, null], seal })
    assert.ok(to > 300 && to < 300.001)
  })

  test('of an open loop that only its requests end, ends when the last was due', async () => {
    const seal = { window: { from: 0, to: 5000 * MS } } as never
    assert.deepEqual(await lengthOf({ window: [0, null], seal }), [0, 5000])
  })

  test('is not over what an interruption kept from being sent, and neither are the pictures', async () => {
    const seal = { ended: 'interrupted', window: { from: 0, to: 4000 * MS } } as never
    const unsent: RequestRow[] = [3999, 4000, 9000].map((due) => ({ due, sent: null, outcome: 'not_sent', done: due }))
    const analysis = await analyze(fixtureLog({ requests: [ok(0, 100), ...unsent], seal }))
    const { books, timeline, validity } = analysis
    assert.equal(books.measured.planned, 1)
    assert.equal(books.outcomes.not_sent, 3)
    assert.equal(figureValue(analysis, 'failed'), 0)
    assert.equal(validity.sentShare, 1)
    assert.equal(timeline.from + timeline.bins * timeline.bin, 4000 * MS)
    assert.deepEqual(
      [...timeline.failed].filter((rate) => rate > 0),
      [],
    )
  })

  test('is not over them either when the second interruption left the log unsealed', async () => {
    const unsent: RequestRow[] = [100, 200].map((due) => ({ due, sent: null, outcome: 'not_sent', done: due }))
    const { books, validity } = await analyze(fixtureLog({ requests: [ok(0, 100), ...unsent], seal: null }))
    assert.deepEqual([books.measured.planned, validity.sentShare], [1, 1])
  })

  test('leaves out what was due after an interruption', async () => {
    const seal = { ended: 'interrupted', window: { from: 0, to: 4000 * MS } } as never
    const later: RequestRow = { due: 5000, sent: null, outcome: 'not_sent', done: null }
    const { books } = await analyze(fixtureLog({ requests: [ok(0, 100), later], seal }))
    assert.deepEqual(books.measured.outcomes, { ok: 1 })
    assert.deepEqual(books.outcomes, { ok: 1, not_sent: 1 })
  })
})
