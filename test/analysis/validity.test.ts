import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import { nanos } from '../../src/base/nanos.ts'
import type { RunEvent } from '../../src/model/run-log.ts'
import { fixtureLog, type RequestRow } from './fixture-log.ts'

const SECOND = 1e9
const requests: RequestRow[] = [{ due: 0, sent: 2, first: 50, done: 100, tokens: 10, seen: 12, asked: 8 }]
const health = (worker: number, at: number, delay: number, cpu: number): RunEvent => ({
  at: nanos(at * SECOND),
  kind: 'generator',
  worker,
  lagP99: nanos(0),
  loopDelayP99: nanos(delay * 1e6),
  cpu,
  inFlight: 0,
  rss: 0,
})
const clock = (at: number, wall: number): RunEvent => ({ at: nanos(at * SECOND), kind: 'clock', wall })

describe('validity facts', () => {
  test('the generator’s health is the worst thread’s typical interval inside the window', async () => {
    const events = [
      ...[1, 2, 50].map((delay, i) => health(0, i + 1, delay, 0.5)),
      ...[4, 4, 4].map((delay, i) => health(1, i + 1, delay, 0.2 * (i + 1))),
      health(1, 60, 900, 1),
    ]
    const { validity } = await analyze(fixtureLog({ requests, events }))
    assert.equal(validity.loopDelayP99, 4e6)
    assert.equal(validity.cpuMedian, 0.5)
    assert.ok(Math.abs(validity.cpuMax - 0.6) < 1e-12)
  })

  test('clocks that run alike to the millisecond have no drift, a step shows wherever it is', async () => {
    const drift = async (...events: RunEvent[]) => (await analyze(fixtureLog({ requests, events }))).validity.clockDrift
    assert.equal(await drift(), 0)
    assert.equal(await drift(clock(0, 5000), clock(5, 10_001)), 0)
    assert.ok((await drift(clock(0, 0), clock(60, 60_000), clock(120, 125_000))) > 0.05)
  })

  test('lag counts what was sent, the identities hold, and both token counts are kept', async () => {
    const unsent: RequestRow = { due: 10, sent: null, done: null, outcome: 'not_sent' }
    const { validity } = await analyze(fixtureLog({ requests: [...requests, unsent] }))
    assert.deepEqual(validity.lag, { n: 1, p50: 2e6, p99: 2e6, max: 2e6 })
    assert.equal(validity.sentShare, 0.5)
    assert.ok(validity.little.relativeError < 1e-12)
    assert.deepEqual(validity.tokens, { client: 12, server: 10, counted: 1 })
    assert.deepEqual(validity.lengths, { asked: 8, got: 10, counted: 1 })
    assert.equal(validity.peakInFlight, 1)
  })

  test('prompts are compared where the dataset wanted a length and the server counted', async () => {
    const row = (inputAsked?: number, input?: number): RequestRow => ({ due: 0, sent: 2, done: 9, inputAsked, input })
    const rows = [row(512, 600), row(512, 500), row(undefined, 70), row(512)]
    const { validity } = await analyze(fixtureLog({ requests: rows }))
    assert.deepEqual(validity.prompts, { asked: 1024, got: 1100, counted: 2 })
  })

  test('answers that come whole have no count on the wire that the server’s could differ from', async () => {
    const whole: RequestRow = { due: 0, sent: 2, done: 100, tokens: 10, seen: 0, events: 1, reads: 1 }
    const { validity } = await analyze(fixtureLog({ requests: [whole], request: { stream: false } }))
    assert.deepEqual(validity.tokens, { client: 0, server: 0, counted: 0 })
  })

  test('events in heaps of a read each and waits of about 200 ms show', async () => {
    const bunched: RequestRow = { due: 0, sent: 2, first: 200, done: 600, tokens: 24, events: 24, reads: 3 }
    const tokens = [200, 400, 600].map((at, i) => ({ request: 0, at, gap: i === 0 ? null : 200, events: 8, tokens: 8 }))
    const { validity } = await analyze(fixtureLog({ requests: [bunched], tokens }))
    assert.deepEqual(validity.bunching, { waits: 2, eventsPerRead: 8, delayedShare: 1, oneReadShare: 0 })
  })

  test('streams that came in one read are a share of those of four events or more', async () => {
    const streams = [
      { events: 12, reads: 1 },
      { events: 4, reads: 1 },
      { events: 4, reads: 2 },
      { events: 3, reads: 1 },
    ]
    assert.equal(await oneReadShare(streams), 2 / 3)
  })

  test('streams of several events that are rare, or over at once, are no sign of a buffer', async () => {
    const one = { events: 4, reads: 1 }
    const short = { events: 3, reads: 1 }
    assert.equal(await oneReadShare([one, ...new Array(8).fill(short)]), 1)
    assert.equal(await oneReadShare([one, ...new Array(9).fill(short)]), 0)
    assert.equal(await oneReadShare([{ ...one, sent: 195 }]), 0)
  })
})

async function oneReadShare(streams: readonly Partial<RequestRow>[]): Promise<number> {
  const rows = streams.map((stream): RequestRow => ({ due: 0, first: 200, done: 200, tokens: 12, ...stream }))
  return (await analyze(fixtureLog({ requests: rows }))).validity.bunching.oneReadShare
}
