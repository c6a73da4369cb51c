import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { ClosedIssuer } from '../../../src/run/issue/closed.ts'
import type { ClosedPlan } from '../../../src/run/plan.ts'
import { NO_LIMITS, VirtualLane } from './virtual-lane.ts'

function planOf(more: Partial<ClosedPlan>): ClosedPlan {
  return {
    loop: 'closed',
    slots: 1,
    think: nanos(0),
    queries: Number.POSITIVE_INFINITY,
    limits: { ...NO_LIMITS, minQueries: 0, minDuration: nanos(1e9) },
    samplesPerQuery: 1,
    sample: (query) => query,
    phase: () => 'measure',
    window: { from: nanos(0), to: null },
    ...more,
  }
}

describe('the closed loop', () => {
  test('stopped before it begins sends nothing', async (t) => {
    const lane = new VirtualLane(t, () => 10)
    lane.stopped = 'interrupted'
    const because = await lane.runOut(new ClosedIssuer(planOf({ slots: 8 }), lane, 1))
    assert.deepEqual([because, lane.sent.length], ['interrupted', 0])
  })

  test('keeps its slots full and never more', async (t) => {
    const lane = new VirtualLane(t, () => 10)
    assert.equal(await lane.runOut(new ClosedIssuer(planOf({ slots: 8 }), lane, 1)), 'the planned length was reached')
    assert.equal(lane.maxInFlight, 8)
    assert.equal(lane.sent.length, 8 * 100 + 1)
  })

  test('ends with the first query issued at or after the minimum duration', async (t) => {
    const lane = new VirtualLane(t, () => 300)
    await lane.runOut(new ClosedIssuer(planOf({}), lane, 1))
    assert.deepEqual(
      lane.sent.map(({ issued }) => Math.floor(issued / 1e6)),
      [0, 300, 600, 900, 1200],
    )
  })

  test('waits for the minimum count even past the minimum duration', async (t) => {
    const lane = new VirtualLane(t, () => 100)
    const limits = { ...NO_LIMITS, minQueries: 30, minDuration: nanos(1e9) }
    await lane.runOut(new ClosedIssuer(planOf({ limits }), lane, 1))
    assert.equal(lane.sent.length, 30)
  })

  test('fills a slot of several samples again only when all of them have landed', async (t) => {
    const lane = new VirtualLane(t, (query) => 10 + query)
    await lane.runOut(new ClosedIssuer(planOf({ samplesPerQuery: 8, queries: 20 }), lane, 1))
    assert.equal(lane.maxInFlight, 8)
    assert.equal(lane.sent.length, 160)
  })

  test('counts think time from the end of the answer', async (t) => {
    const lane = new VirtualLane(t, () => 10)
    await lane.runOut(new ClosedIssuer(planOf({ think: nanos(40e6), queries: 4 }), lane, 1))
    assert.deepEqual(
      lane.sent.map(({ due }) => Math.floor(due / 1e6)),
      [0, 50, 100, 150],
    )
  })

  test('thinks to its end and not beyond', async (t) => {
    const lane = new VirtualLane(t, (query) => (query === 1 ? 990 : 10))
    const because = await lane.runOut(new ClosedIssuer(planOf({ slots: 2, think: nanos(400e6) }), lane, 1))
    assert.equal(because, 'the planned length was reached')
    assert.deepEqual(
      lane.sent.map(({ query, due }) => [query, Math.floor(due / 1e6)]),
      [
        [0, 0],
        [1, 0],
        [2, 410],
        [3, 820],
      ],
    )
    assert.equal(lane.inFlight(), 0)
    assert.equal(Math.floor(lane.now() / 1e6), 1000)
  })

  test('shares slots and queries among lanes so that the union is the plan', async (t) => {
    const queries: number[] = []
    for (const first of [0, 1, 2]) {
      const lane = new VirtualLane(t, () => 5, first, 3)
      await lane.runOut(new ClosedIssuer(planOf({ slots: 7, queries: 100 }), lane, 3))
      queries.push(...lane.sent.map(({ query }) => query))
      assert.equal(lane.maxInFlight, first === 0 ? 3 : 2)
    }
    assert.deepEqual(
      queries.sort((a, b) => a - b),
      Array.from({ length: 100 }, (_, i) => i),
    )
  })
})

describe('a closed loop that is stopped', () => {
  const counted = { slots: 2, queries: 100, limits: NO_LIMITS }

  test('owes every query that was counted out to it', async (t) => {
    const lane = new VirtualLane(t, () => 10)
    const issuer = new ClosedIssuer(planOf(counted), lane, 1)
    lane.pass(55)
    issuer.stop('enough')
    assert.equal(await issuer.finished, 'enough')
    assert.equal(lane.sent.length + lane.skipped.length, 100)
    assert.ok(lane.skipped.length > 80)
  })

  test('owes its part too where it has no slot to send it from', async (t) => {
    const lane = new VirtualLane(t, () => 10, 2, 3)
    await lane.runOut(new ClosedIssuer(planOf(counted), lane, 3))
    assert.deepEqual([lane.sent.length, lane.skipped.length], [0, 33])
  })

  test('owes none where only time would have ended it', async (t) => {
    const lane = new VirtualLane(t, () => 10)
    const issuer = new ClosedIssuer(planOf({ slots: 2 }), lane, 1)
    lane.pass(55)
    issuer.stop('enough')
    assert.equal(lane.skipped.length, 0)
  })
})
