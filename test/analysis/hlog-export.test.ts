import assert from 'node:assert/strict'
import { test } from 'node:test'
import { exportHlog } from '../../src/analysis/hlog-export.ts'
import { Histogram } from '../../src/stats/histogram.ts'
import { readHlog } from '../../src/stats/hlog.ts'
import { ppm } from '../../src/stats/quantile.ts'
import { fixtureLog, type RequestRow } from './fixture-log.ts'

test('a run exports as an .hlog whose merged intervals hold every measured request', async () => {
  const requests: RequestRow[] = Array.from({ length: 50 }, (_, i) => ({
    due: i * 100,
    first: i * 100 + 20,
    done: i * 100 + 40 + i,
    tokens: 3,
    phase: i < 10 ? 'warmup' : 'measure',
    outcome: i % 10 === 9 ? 'truncated' : 'ok',
  }))
  const tokens = requests.flatMap(({ first }, request) => [
    { request, at: first ?? 0, gap: null },
    { request, at: (first ?? 0) + 20, gap: 20, events: 2 },
  ])
  const log = fixtureLog({ requests, tokens })
  Object.assign(log.manifest, { started: '2026-01-02T03:04:05.000Z', tailgate: '0' })
  const { startTime, intervals } = readHlog(await exportHlog(log))
  assert.equal(startTime, Date.parse('2026-01-02T03:04:05Z') / 1000)
  const merged = (tag: string) => {
    const all = new Histogram()
    for (const interval of intervals) if (interval.tag === tag) all.add(interval.histogram)
    return all
  }
  assert.equal(merged('latency-ok').n, 36)
  assert.equal(merged('latency-failed').n, 4)
  assert.equal(merged('itl-ok').n, 72)
  const max = merged('latency-ok').quantile(ppm(1))
  assert.ok(max >= 88e6 && max <= 88e6 * 1.001)
  assert.deepEqual(
    intervals.filter(({ tag }) => tag === 'ttft-ok').map(({ start }) => start),
    [1, 2, 3, 4],
  )
})
