import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { HistogramLogReader } from 'hdr-histogram-js'
import { analyze } from '../../src/analysis/analyze.ts'
import { hlogOf } from '../../src/cli/hlog-export.ts'
import { openRunLog } from '../../src/log/reader.ts'
import { LogWriter } from '../../src/log/writer.ts'
import { Histogram } from '../../src/stats/histogram.ts'
import { readHlog } from '../../src/stats/hlog.ts'
import { ppm } from '../../src/stats/quantile.ts'
import { exponential } from '../../src/stats/random/exponential.ts'
import { Mt19937 } from '../../src/stats/random/mt19937.ts'
import { fixtureLog, type LogOptions, type RequestRow, type TokenRow } from '../analysis/fixture-log.ts'
import { batchOf } from '../log/sample.ts'

const START = '2026-01-31T14:25:01.500Z'

async function exported(options: LogOptions) {
  const input = fixtureLog(options)
  const log = { ...input, folder: '', manifest: { ...input.manifest, started: START, tailgate: '1.2.3' } } as never
  const analysis = await analyze(log)
  const text = await hlogOf({ log, analysis })
  return { analysis, text, ...readHlog(text) }
}

type Intervals = Awaited<ReturnType<typeof exported>>['intervals']

function merged(intervals: Intervals, tag: string): Histogram {
  const own = intervals.filter((interval) => interval.tag === tag)
  const whole = new Histogram(own[0]?.histogram.config)
  for (const { histogram } of own) whole.add(histogram)
  return whole
}

/** Two thousand requests over forty seconds, one in fifty failed, a stream of gaps behind each. */
function manyRows(): { requests: RequestRow[]; tokens: TokenRow[] } {
  const random = new Mt19937(7)
  const requests: RequestRow[] = []
  const tokens: TokenRow[] = []
  for (let i = 0; i < 2000; i++) {
    const due = i * 20
    const first = due + 20 + 90 * exponential(random)
    let at = first
    tokens.push({ request: i, at, gap: null })
    for (let n = 0; n < 3; n++) {
      const gap = 12 * exponential(random)
      at += gap
      tokens.push({ request: i, at, gap, events: n === 0 ? 2 : 1 })
    }
    requests.push({ due, sent: due + 0.2, first, last: at, done: at, tokens: 5, ...(i % 50 === 0 ? FAILED : {}) })
  }
  return { requests, tokens }
}
const FAILED = { outcome: 'truncated' } as const

describe('a run as an HdrHistogram log', () => {
  test('each value lies in the second it came to be in, under its metric and outcome class', async () => {
    const { intervals, startTime } = await exported({
      requests: [
        { due: 500, sent: 501, first: 900, last: 2100, done: 2100, tokens: 2 },
        { due: 600, sent: 601, first: 1900, last: 2200, done: 2300, outcome: 'truncated', tokens: 2 },
        { due: 700, sent: null, replica: null, done: 700, outcome: 'not_sent' },
        { due: 700, sent: 701, first: 800, done: 900, phase: 'warmup' },
      ],
      tokens: [{ request: 0, at: 2100, gap: 1200 }],
    })
    assert.equal(startTime, Date.parse(START) / 1000)
    const listed = intervals.map(({ tag, start, length, histogram }) => `${start}+${length} ${tag} ${histogram.n}`)
    assert.deepEqual(listed.sort(), [
      '0+1 lag.failed 1',
      '0+1 lag.ok 1',
      '0+1 latency.failed 1',
      '0+1 ttft.ok 1',
      '0+1 ttft.service.ok 1',
      '1+1 ttft.failed 1',
      '1+1 ttft.service.failed 1',
      '2+1 itl.ok 1',
      '2+1 latency.failed 1',
      '2+1 latency.ok 1',
      '2+1 latency.service.failed 1',
      '2+1 latency.service.ok 1',
      '2+1 tpot.failed 1',
      '2+1 tpot.ok 1',
    ])
  })

  test('intervals are in order of time, and the maximum is printed in milliseconds', async () => {
    const { intervals, text } = await exported({
      requests: [
        { due: 4000, first: 4100, done: 4300 },
        { due: 100, first: 200, done: 350 },
      ],
    })
    const starts = intervals.map(({ start }) => start)
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => a - b),
    )
    assert.match(text, /^#\[Logged with Tailgate 1\.2\.3\]$/m)
    assert.match(text, /^Tag=latency\.ok,0\.000,1\.000,250\.000,HISTF/m)
  })

  test('merged counts are the books’, and percentiles the exact ones within 0.1 %', async () => {
    const { requests, tokens } = manyRows()
    const { intervals, analysis } = await exported({ requests, tokens, window: [0, 40_000] })
    const { measured } = analysis.books
    assert.equal(merged(intervals, 'latency.ok').n, measured.outcomes.ok)
    assert.equal(merged(intervals, 'latency.failed').n, measured.planned - (measured.outcomes.ok ?? 0))
    for (const metric of ['latency.ok', 'ttft.ok', 'tpot.ok', 'itl'] as const) {
      const whole = merged(intervals, metric === 'itl' ? 'itl.ok' : metric)
      const figures = analysis.figures.filter((figure) => figure.metric === metric && figure.definition === undefined)
      for (const [stat, share] of [
        ['p50', 0.5],
        ['p90', 0.9],
        ['p99', 0.99],
      ] as const) {
        const exact = figures.find((figure) => figure.stat === stat)
        assert.ok(exact !== undefined, `${metric} ${stat}`)
        assert.equal(whole.n, exact.n, metric)
        const off = Math.abs(whole.quantile(ppm(share)) - exact.value)
        // A cell is 512 ns wide at its narrowest.
        assert.ok(off <= Math.max(512, exact.value / 1000), `${metric} ${stat} is off by ${off} ns`)
      }
    }
  })

  test('hdr-histogram-js reads every interval, at its wall-clock time', async () => {
    const { requests, tokens } = manyRows()
    const { intervals, text } = await exported({ requests, tokens, window: [0, 40_000] })
    const reader = new HistogramLogReader(text)
    const counts = new Map<string, number>()
    let earliest = Number.POSITIVE_INFINITY
    for (let next = reader.nextIntervalHistogram(); next !== null; next = reader.nextIntervalHistogram()) {
      counts.set(next.tag ?? '', (counts.get(next.tag ?? '') ?? 0) + next.totalCount)
      earliest = Math.min(earliest, next.startTimeStampMsec)
    }
    assert.equal(earliest, Date.parse(START))
    for (const [tag, count] of counts) assert.equal(count, merged(intervals, tag).n, tag)
    assert.equal(counts.size, new Set(intervals.map(({ tag }) => tag)).size)
  })

  test('a value beyond an hour is not lost', async () => {
    const hours = 3 * 3600e3
    const { intervals } = await exported({
      requests: [{ due: 0, first: 100, done: hours }],
      window: [0, 10_000],
    })
    const whole = merged(intervals, 'latency.ok')
    assert.equal(whole.n, 1)
    assert.ok(Math.abs(whole.quantile(ppm(1)) / (hours * 1e6) - 1) < 1e-3)
  })

  test('without a stream there are no tags of tokens', async () => {
    const { intervals } = await exported({
      requests: [{ due: 0, first: 100, done: 100 }],
      request: { stream: false },
    })
    assert.deepEqual(intervals.map(({ tag }) => tag).sort(), ['lag.ok', 'latency.ok', 'latency.service.ok'])
  })

  test('a run without a measured request gives a log without intervals', async () => {
    const { intervals, startTime } = await exported({ requests: [] })
    assert.deepEqual([intervals.length, startTime], [0, Date.parse(START) / 1000])
  })

  test('a stored log’s tokens can be read again after its analysis has', async (t) => {
    const folder = mkdtempSync(join(tmpdir(), 'tailgate-hlog-'))
    t.after(() => rmSync(folder, { recursive: true }))
    const input = fixtureLog({ requests: [{ due: 0, first: 1, done: 3 }], tokens: [{ request: 0, at: 1, gap: null }] })
    const writer = new LogWriter(folder, { ...input.manifest, started: START })
    for (const tokens of input.tokens as Iterable<never>)
      writer.append({ ...batchOf([], []), requests: input.requests, tokens })
    writer.seal({
      ended: 'complete',
      exit: null,
      because: '',
      at: input.manifest.plan.window.from,
      window: { from: 0, to: 1 } as never,
    })
    const { tokens } = await openRunLog(folder)
    for (let reading = 0; reading < 2; reading++) {
      let rows = 0
      for await (const part of tokens) rows += part.rows
      assert.equal(rows, 1)
    }
  })
})
