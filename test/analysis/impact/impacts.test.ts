import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../../src/analysis/analyze.ts'
import { METRICS } from '../../../src/model/metric.ts'
import { near } from '../../stats/vectors.ts'
import { figureValue, findFigure } from '../find.ts'
import { healthy, impactOf, KILL, killEvents, killedLog, killedRequests, S, settings, step } from './killed-log.ts'

describe('a replica is killed and comes back', async () => {
  const analysis = await analyze(killedLog())
  const [impact] = analysis.impacts

  test('the hit set is what was open on it and what was sent to it while it was down', () => {
    assert.equal(impact.estimated, false)
    assert.deepEqual(impact.hits.classes, { truncated: 5, reset: 1, connect: 2 })
    assert.deepEqual(impact.hits.inFlight, { fleet: 20, victim: 6, lost: 6 })
    assert.deepEqual([impact.hits.n, impact.hits.late], [8, 2])
  })

  test('detection is the first failure, eviction the last request that went there', () => {
    assert.equal(impact.detection, 3e6)
    assert.deepEqual(impact.eviction, { value: 400e6, atLeast: false })
  })

  test('the reference leaves out what the fault did to requests due before it', () => {
    assert.deepEqual(
      [impact.reference.goodput, impact.reference.failed, impact.reference.latency, impact.reference.inherited],
      [10, 0, 2 * S, false],
    )
  })

  test('recovery, dip and loss are those of the grid that begins with the fault', () => {
    assert.deepEqual(impact.recovery, { value: 6 * S, atLeast: false })
    assert.ok(near(impact.dip, 0.6, 1e-12))
    assert.deepEqual(impact.lost, { inFlight: 6, untilRecovery: 31, untilHold: 31, total: 37, atLeast: false })
    assert.deepEqual(impact.excessDelay, { value: 29 * S, atLeast: false })
    assert.deepEqual(impact.affected, { n: 31, of: 60 })
    assert.equal(impact.goodputAfter, 1)
    assert.deepEqual(impact.unavailable, { total: 0, longest: 0 })
  })

  test('the tail is of the requests due until recovery, failures at infinity', () => {
    assert.deepEqual(
      impact.tail.map(({ metric, n, p50, p99 }) => [metric, n, p50, p99]),
      [
        ['ttft', 60, 1 * S, Infinity],
        ['latency', 60, 3 * S, Infinity],
        ['stall', 60, 50e6, Infinity],
      ],
    )
    assert.ok(impact.tail.every(({ insufficient }) => insufficient))
  })

  test('blast radius, budget and availability count the failures of the event', () => {
    assert.equal(impact.replicas, 3)
    assert.ok(near(impact.blast!.ratio, 0.9, 1e-12))
    assert.ok(near(impact.budget.allowed, 18, 1e-9))
    assert.equal(impact.budget.bad, 8)
    assert.ok(near(impact.budget.burn, 2 / 60 / 0.01, 1e-9))
    assert.deepEqual([impact.availability?.ok, impact.availability?.of], [108, 110])
  })

  test('goodput without the replica is of the seconds between eviction and return', () => {
    const { from, to, goodput, against, verdict } = impact.without!
    assert.deepEqual([from, to], [61 * S, 95 * S])
    assert.ok(near(goodput, 315 / 34, 1e-12))
    assert.deepEqual([against, verdict], ['before', 'lower'])
  })

  test('the replica is back with its first good reply, and its first tokens are late', () => {
    assert.deepEqual(impact.readmission?.after, { value: 9 * S, atLeast: false })
    const { own, others } = impact.readmission!.ttft!
    assert.deepEqual([own, others], [300e6, 100e6])
  })

  test('the milestones come from the log’s events and from the clients', () => {
    const ms = Object.fromEntries(Object.entries(impact.milestones).map(([name, at]) => [name, at && at / 1e6]))
    assert.deepEqual(ms, {
      issued: KILL,
      confirmed: KILL + 2,
      firstFailure: KILL + 3,
      lastHit: KILL + 403,
      ejected: KILL + 410,
      undone: null,
      restarted: 90_000,
      portOpen: 95_000,
      ready: 96_000,
      answers: 96_200,
      admitted: 96_500,
      recovered: 66_000,
    })
  })

  test('each measure is a figure of the run', () => {
    assert.equal(figureValue(analysis, 'recovery'), 6 * S)
    assert.equal(figureValue(analysis, 'lost.requests'), 37)
    assert.equal(figureValue(analysis, 'cold.cache'), 200e6)
    assert.equal(findFigure(analysis, 'availability.after', 'value')?.interval?.method, 'Wilson, within this event')
    const faults = analysis.figures.filter(({ metric }) => METRICS[metric].of === 'fault')
    assert.ok(faults.every(({ stat, over, n }) => stat === 'value' && over.fault === undefined && n === 1))
    assert.equal(findFigure(analysis, 'recovery.n-1', 'value'), undefined)
  })

  test('a run with one replica less is what it is held against, where there was one', async () => {
    const { recoveryNMinus1, without } = await impactOf({ scenario: settings({ nMinus1Goodput: 5 }) })
    assert.deepEqual(recoveryNMinus1, { value: 1 * S, atLeast: false })
    assert.deepEqual([without?.against, without?.verdict], ['n-1', 'higher'])
  })
})

describe('a fleet that does not recover', async () => {
  const requests = killedRequests().map((row) =>
    row.due >= KILL && Math.floor(row.due / 100) % 2 === 0 ? { ...row, outcome: 'http_5xx' as const } : row,
  )
  const { impacts } = await analyze(killedLog({ requests, events: [step(KILL, 'issued')] }))
  const [impact] = impacts

  test('has a recovery of at least what was observed, and a loss of at least so many', () => {
    assert.deepEqual(impact.recovery, { value: 120 * S, atLeast: true })
    assert.ok(impact.lost.atLeast && impact.excessDelay.atLeast)
    assert.equal(impact.milestones.recovered, null)
  })

  test('has no t6, and its goodput after is that of the last seconds', () => {
    assert.equal(impact.goodputAfter, 0.5)
  })

  test('is not called recovered before it has held for as long as it must', async () => {
    const { recovery } = await impactOf({ window: [0, 70_000] })
    assert.deepEqual(recovery, { value: 6 * S, atLeast: true })
  })
})

describe('several faults', async () => {
  const twice = [
    ...killEvents,
    step(120_000, 'issued', { round: 1, replica: 'c' }),
    step(150_000, 'issued', { round: 2, replica: 'a' }),
    step(150_001, 'failed', { round: 2, replica: 'a' }),
    step(160_000, 'skipped', { round: 3 }),
  ]
  const analysis = await analyze(killedLog({ events: twice }))

  test('are measured each in its own time, those that did not take place not at all', () => {
    assert.deepEqual(
      analysis.impacts.map(({ round, reference, observed }) => [round, reference.from, observed.from, observed.to]),
      [
        [0, 0, 60 * S, 120 * S],
        [1, 66 * S, 120 * S, 180 * S],
      ],
    )
    assert.deepEqual(analysis.impacts[1].recovery, { value: 0, atLeast: false })
  })

  test('give the worst round as the figure of the run, and median and range beside it', () => {
    const seconds = (stat: 'value' | 'p50' | 'min' | 'max') => figureValue(analysis, 'recovery', stat) / S
    assert.deepEqual([seconds('value'), seconds('p50'), seconds('min'), seconds('max')], [6, 3, 0, 6])
    assert.equal(findFigure(analysis, 'recovery', 'value')?.n, 2)
    assert.equal(figureValue(analysis, 'recovery', 'value', { fault: 'kill 0' }), 6 * S)
    const after = findFigure(analysis, 'goodput.after', 'value')
    assert.equal(after?.value, Math.min(...analysis.impacts.map(({ goodputAfter }) => goodputAfter!)))
  })

  test('on other replicas do not end the hit set of one, and a second blow at the same does', async () => {
    const hits = async (replica: string) => {
      const events = [...killEvents, step(60_200, 'issued', { round: 1, replica })]
      const { impacts } = await analyze(killedLog({ events }))
      return impacts.map(({ hits: { late, inFlight }, eviction }) => [late, inFlight.victim, eviction?.value])
    }
    assert.deepEqual((await hits('c'))[0], [2, 6, 400e6])
    assert.deepEqual((await hits('b'))[0], [1, 6, 100e6])
  })

  test('are each charged with their own loss, though the first is not over when the second strikes', async () => {
    const AGAIN = 64_000
    const events = [...killEvents, step(AGAIN, 'issued', { round: 1, replica: 'c' })]
    const spared = killedRequests().map((row) => (row.replica === 'c' ? healthy(row.due, 'c') : row))
    const hurt = spared.map((row) =>
      row.replica === 'c' && row.due <= AGAIN && row.done! > AGAIN
        ? { ...row, done: AGAIN + 3, outcome: 'reset' as const }
        : row,
    )
    const lost = async (requests: typeof spared) =>
      (await analyze(killedLog({ requests, events }))).impacts.map((impact) => impact.lost)
    const [without, with_] = [await lost(spared), await lost(hurt)]
    assert.deepEqual(with_[0], without[0])
    const cut = hurt.filter(({ outcome }, i) => outcome === 'reset' && spared[i].outcome !== 'reset').length
    assert.ok(cut > 5)
    assert.equal(with_[1].inFlight - without[1].inFlight, cut)
  })

  test('leave the reference of the round before where there was no time for another', async () => {
    const close = [...killEvents, step(60_500, 'issued', { round: 1, replica: 'c' })]
    const { impacts, ...analysis } = await analyze(killedLog({ events: close }))
    assert.deepEqual([impacts[1].reference.goodput, impacts[1].reference.inherited], [10, true])
    // The first may have taken longer than the half second it was watched for.
    assert.equal(findFigure({ impacts, ...analysis }, 'recovery', 'value')?.atLeast, true)
  })
})
