import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { OpenIssuer } from '../../../src/run/issue/open.ts'
import type { OpenPlan } from '../../../src/run/plan.ts'
import { NO_LIMITS, VirtualLane } from './virtual-lane.ts'

function planOf(dueMillis: readonly number[], more: Partial<OpenPlan> = {}): OpenPlan {
  return {
    loop: 'open',
    queries: dueMillis.length,
    due: Float64Array.from(dueMillis, (millis) => millis * 1e6),
    cap: null,
    tailFrom: dueMillis.length,
    limits: NO_LIMITS,
    samplesPerQuery: 1,
    sample: (query) => query,
    phase: () => 'measure',
    window: { from: nanos(0), to: null },
    ...more,
  }
}
const every10 = Array.from({ length: 100 }, (_, i) => 10 * i)

describe('the open loop', () => {
  test('stopped before it begins sends nothing and skips every sample', async (t) => {
    const lane = new VirtualLane(t, () => 5)
    lane.stopped = 'interrupted'
    const because = await lane.runOut(new OpenIssuer(planOf(every10), lane, 1))
    assert.deepEqual([because, lane.sent.length, lane.skipped.length], ['interrupted', 0, 100])
  })

  for (const service of [0, 5, 5000]) {
    test(`sends every sample once and on time when answers take ${service} ms`, async (t) => {
      const lane = new VirtualLane(t, () => service)
      const because = await lane.runOut(new OpenIssuer(planOf(every10), lane, 1))
      assert.equal(because, 'every planned query was issued')
      assert.deepEqual(
        lane.sent.map(({ query }) => query),
        every10.map((_, i) => i),
      )
      assert.deepEqual(
        lane.sent.map(({ due }) => due),
        every10.map((millis) => millis * 1e6),
      )
      assert.ok(lane.sent.every(({ due, issued }) => issued >= due && issued - due <= 1e6))
    })
  }

  test('lets a capped sample wait without moving its due time', async (t) => {
    const lane = new VirtualLane(t, () => 50)
    await lane.runOut(new OpenIssuer(planOf(every10, { cap: 2 }), lane, 1))
    assert.equal(lane.maxInFlight, 2)
    assert.deepEqual(
      lane.sent.map(({ due }) => due),
      every10.map((millis) => millis * 1e6),
    )
    assert.ok(lane.sent[99].issued - lane.sent[99].due > 1e9, 'the last one waited')
  })

  test('makes the whole plan of its lanes’ shares, samples of one query included', async (t) => {
    const plan = planOf([0], { samplesPerQuery: 1000 })
    const sent: number[] = []
    for (const first of [0, 1, 2]) {
      const lane = new VirtualLane(t, () => 1, first, 3)
      await lane.runOut(new OpenIssuer(plan, lane, 3))
      sent.push(...lane.sent.map(({ k }) => k))
    }
    assert.deepEqual(
      sent.sort((a, b) => a - b),
      Array.from({ length: 1000 }, (_, k) => k),
    )
  })

  test('skips what is planned and unsent when stopped', async (t) => {
    const lane = new VirtualLane(t, () => 1)
    const issuer = new OpenIssuer(planOf(every10), lane, 1)
    lane.pass(305)
    issuer.stop('enough')
    assert.equal(await issuer.finished, 'enough')
    assert.equal(lane.sent.length, 31)
    assert.deepEqual(
      lane.skipped.map(({ query }) => query),
      Array.from({ length: 69 }, (_, i) => 31 + i),
    )
  })

  test('drops the tail once every measured sample has landed', async (t) => {
    const lane = new VirtualLane(t, () => 95)
    await lane.runOut(new OpenIssuer(planOf(every10, { tailFrom: 50 }), lane, 1))
    assert.equal(lane.sent.length, 59)
    assert.equal(lane.skipped.length, 0)
  })

  test('stops like LoadGen at too many outstanding queries', async (t) => {
    const lane = new VirtualLane(t, () => 10_000)
    const plan = planOf(every10, { limits: { ...NO_LIMITS, maxOutstanding: 10 } })
    assert.match(await lane.runOut(new OpenIssuer(plan, lane, 1)), /issued 11, outstanding 11/)
    assert.equal(lane.sent.length + lane.skipped.length, 100)
  })
})
