import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { type Nanos, nanos } from '../../../src/base/nanos.ts'
import { Rolling } from '../../../src/cli/live/rolling.ts'
import type { PlanSummary, RunEvent } from '../../../src/model/run-log.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { type RequestRow, requestColumns, type TokenRow, tokenColumns } from '../../analysis/fixture-log.ts'
import { liveScenario } from './live-scenario.ts'
import { sampleFleet } from './sample-fleet.ts'

const at = (seconds: number): Nanos => nanos(seconds * 1e9)

function plan(changes: Partial<PlanSummary> = {}): PlanSummary {
  return {
    loop: 'open',
    queries: 100,
    samplesPerQuery: 1,
    window: { from: nanos(0), to: at(60) },
    digest: null,
    ...changes,
  }
}

function rolling(scenario: Partial<Scenario> = {}, changes: Partial<PlanSummary> = {}) {
  const gauges = [new Int32Array(2), new Int32Array(2)]
  const view = new Rolling(liveScenario(scenario))
  const fleet = sampleFleet([{ name: 'a' }])
  const start = () => view.start(plan(changes), gauges, fleet)
  const take = (requests: readonly RequestRow[], tokens: readonly TokenRow[] = []) =>
    view.take({ requests: requestColumns(requests), tokens: tokenColumns(tokens) })
  return { view, gauges, start, take }
}

describe('what a run tells while it runs', () => {
  test('requests issued and in flight are the sum of the generators’ gauges, warm-up before zero left out', () => {
    const { view, gauges, start } = rolling()
    gauges[0].set([0, 7])
    start()
    gauges[0].set([3, 27])
    gauges[1].set([2, 10])
    const { inFlight, issued } = view.look(at(1))
    assert.deepEqual({ inFlight, issued }, { inFlight: 5, issued: 30 })
  })

  test('offered is what was issued per second, however often the gauges are read', () => {
    const { view, gauges, start } = rolling()
    start()
    for (let millis = 400; millis <= 8000; millis += 400) {
      gauges[0][1] = millis / 50
      view.sample(at(millis / 1000))
    }
    assert.ok(Math.abs(view.look(at(8)).rates.offered - 20) < 1e-9)
  })

  test('achieved counts ok answers, good those within the bounds, by the second they ended in', () => {
    const { view, start, take } = rolling()
    start()
    take([
      { due: 100, first: 300, done: 900 },
      { due: 100, first: 700, done: 900 },
      { due: 100, done: 900, outcome: 'http_5xx' },
      { due: 1000, first: 1100, done: 1400 },
    ])
    const { rates } = view.look(at(3))
    assert.deepEqual([rates.achieved, rates.good], [1.5, 1])
  })

  test('rates cover the last five whole seconds', () => {
    const { view, start, take } = rolling()
    start()
    take(Array.from({ length: 40 }, (_, i) => ({ due: 0, first: 1, done: 5 + i * 500 })))
    assert.equal(view.look(at(20)).rates.achieved, 2)
    assert.equal(view.look(at(23)).rates.achieved, 1.2)
    assert.equal(view.look(at(60)).rates.achieved, 0)
  })

  test('a rate is unknown until a whole second of it is', () => {
    const { view, start } = rolling()
    start()
    assert.ok(Number.isNaN(view.look(at(1.9)).rates.achieved))
    assert.equal(view.look(at(2)).rates.achieved, 0)
  })

  test('percentiles are of measured requests, with failures at infinity', () => {
    const { view, start, take } = rolling()
    start()
    take([
      { due: 0, first: 9000, done: 9500, phase: 'warmup' },
      { due: 0, first: 100, done: 500 },
      { due: 0, first: 200, done: 600 },
      { due: 0, done: 700, outcome: 'reset' },
    ])
    const { ttft, latency } = view.look(at(10))
    assert.equal(ttft?.n, 3)
    assert.ok(Math.abs((ttft?.p50 ?? 0) / 200e6 - 1) < 1e-3)
    assert.equal(ttft?.p99, Number.POSITIVE_INFINITY)
    assert.ok(Math.abs(latency.p50 / 600e6 - 1) < 1e-3)
  })

  test('events that one read brought after the first came after no gap', () => {
    const { view, start, take } = rolling()
    start()
    take(
      [],
      [
        { request: 0, at: 100, gap: null, events: 2 },
        { request: 0, at: 130, gap: 30, events: 1 },
        { request: 1, at: 140, gap: 40, events: 1 },
      ],
    )
    const { itl } = view.look(at(1))
    assert.equal(itl?.n, 3)
    assert.ok(Math.abs((itl?.p99 ?? 0) / 40e6 - 1) < 1e-3)
    assert.ok(Math.abs((itl?.p50 ?? 0) / 30e6 - 1) < 1e-3)
  })

  test('tokens are counted as they arrive, or with their answer where not every read is logged', () => {
    const requests: RequestRow[] = [{ due: 0, first: 100, done: 1500, tokens: 10 }]
    const tokens: TokenRow[] = [{ request: 0, at: 500, gap: null, tokens: 4 }]
    const rate = (kept: 'all' | 'sampled') => {
      const { view, start, take } = rolling({ log: { tokens: kept, sample: 0.1, dir: 'reports' } })
      start()
      take(requests, tokens)
      return view.look(at(3)).rates.tokens
    }
    assert.deepEqual([rate('all'), rate('sampled')], [2, 5])
  })

  test('warm-up requests before zero are not counted at all', () => {
    const { view, start, take } = rolling()
    start()
    take([{ request: -1, due: -50, first: -40, done: 10 }], [{ request: -1, at: 5, gap: 1 }])
    const { done, ok, ttft, itl } = view.look(at(2))
    assert.deepEqual([done, ok, ttft?.n, itl?.n], [0, 0, 0, 0])
  })

  test('failures are listed by outcome, most frequent first', () => {
    const { view, start, take } = rolling()
    start()
    const failed = (outcome: RequestRow['outcome']): RequestRow => ({ due: 0, done: 5, outcome })
    take([failed('reset'), failed('http_5xx'), failed('http_5xx'), { due: 0, first: 1, done: 2 }])
    assert.deepEqual(view.look(at(1)).failures, [
      { outcome: 'http_5xx', n: 2 },
      { outcome: 'reset', n: 1 },
    ])
  })

  test('nothing is streamed, nothing has a first token', () => {
    const scenario = liveScenario()
    const { view, start } = rolling({ request: { ...scenario.request, stream: false } })
    start()
    const { ttft, itl } = view.look(at(1))
    assert.deepEqual([ttft, itl], [null, null])
  })

  test('the stage follows the plan’s window, and drains once every generator does', () => {
    const { view, start } = rolling({}, { window: { from: at(5), to: at(60) } })
    const stage = (seconds: number) => view.look(at(seconds)).stage
    const drain: RunEvent = { at: at(61), kind: 'phase', phase: 'drain' }
    const stages = [stage(0)]
    start()
    stages.push(stage(-0.01), stage(1), stage(5), stage(60))
    view.event(drain)
    stages.push(stage(61))
    view.event(drain)
    stages.push(stage(61))
    view.event({ at: at(62), kind: 'phase', phase: 'end' })
    stages.push(stage(62))
    assert.deepEqual(stages, ['preparing', 'preparing', 'warm-up', 'measuring', 'tail', 'tail', 'draining', 'ended'])
  })

  test('progress goes by time where the plan has an end, else by requests done', () => {
    const timed = rolling()
    timed.start()
    assert.deepEqual(timed.view.look(at(15)).progress, { by: 'time', share: 0.25, left: 45e9, total: 60e9 })

    const counted = rolling({}, { queries: 2, samplesPerQuery: 4, window: { from: nanos(0), to: null } })
    counted.start()
    counted.take([
      { due: 0, first: 1, done: 2 },
      { due: 0, first: 1, done: 2 },
    ])
    assert.deepEqual(counted.view.look(at(10)).progress, { by: 'requests', share: 0.25, left: 30e9, total: 8 })

    const open = rolling({}, { queries: null, window: { from: nanos(0), to: null } })
    open.start()
    assert.equal(open.view.look(at(10)).progress.by, 'nothing')
  })

  test('of several generators the worst is shown, each by its last report', () => {
    const { view, start } = rolling()
    start()
    const report = (worker: number, lag: number, cpu: number): RunEvent => ({
      at: at(1),
      kind: 'generator',
      worker,
      lagP99: nanos(lag),
      loopDelayP99: nanos(1e6),
      cpu,
      inFlight: 0,
      rss: 0,
    })
    assert.equal(view.look(at(1)).generator, null)
    for (const event of [report(0, 9e6, 0.9), report(1, 3e6, 0.2), report(0, 1e6, 0.5)]) view.event(event)
    assert.deepEqual(view.look(at(2)).generator, { lagP99: 3e6, loopDelayP99: 1e6, cpu: 0.5 })
  })
})
