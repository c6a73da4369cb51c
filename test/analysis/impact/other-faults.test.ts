import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { analyze } from '../../../src/analysis/analyze.ts'
import { nanos } from '../../../src/base/nanos.ts'
import type { RunEvent } from '../../../src/model/run-log.ts'
import { near } from '../../stats/vectors.ts'
import { healthy, impactOf, KILL, killEvents, killedLog, killedRequests, settings, step } from './killed-log.ts'

describe('a fault', () => {
  test('before which nothing was measured has nothing to go back to', async () => {
    const { impacts, figures } = await analyze(killedLog({ window: [60_000, 180_000] }))
    assert.equal(impacts[0].recovery, null)
    assert.ok(!figures.some(({ metric }) => metric === 'recovery' || metric === 'dip' || metric === 'lost.requests'))
    assert.ok(figures.every(({ value }) => !Number.isNaN(value)))
  })

  test('after the window has nothing to show', async () => {
    const impact = await impactOf({ events: [step(200_000, 'issued')] })
    assert.deepEqual(impact.recovery, { value: 0, atLeast: true })
    assert.equal(impact.availability, null)
  })

  test('after which a replica is tried now and then is evicted all the same', async () => {
    const tried = killedRequests().map((row) =>
      row.due === 70_000 ? { ...healthy(row.due, 'b'), first: null, done: 70_003, outcome: 'connect' as const } : row,
    )
    const target = (at: number, state: 'half-open' | 'ejected'): RunEvent => ({
      at: nanos(at * 1e6),
      kind: 'target',
      replica: 'b',
      state,
      because: 'its back-off is over',
    })
    const events = [...killEvents, target(70_000, 'half-open'), target(70_004, 'ejected')]
    const impact = await impactOf({ requests: tried, events })
    assert.deepEqual(impact.eviction, { value: 400e6, atLeast: false })
    assert.deepEqual([impact.hits.late, impact.hits.trials], [3, 1])
  })

  test('costs a request, too, that was due before it and sent after it', async () => {
    const late = { first: null, issued: KILL + 50, sent: null, done: KILL + 53, outcome: 'connect' as const }
    const requests = killedRequests().map((row) => (row.due === KILL - 200 ? { ...row, ...late } : row))
    const impact = await impactOf({ requests })
    assert.deepEqual([impact.hits.inFlight.victim, impact.hits.late], [5, 3])
    assert.deepEqual([impact.reference.failed, impact.lost.inFlight, impact.lost.total], [0, 6, 37])
  })

  test('that makes a replica slow is seen by the first answer that is late', async () => {
    const requests = Array.from({ length: 1800 }, (_, i) => {
      const row = healthy(i * 100, ['a', 'b', 'c'][i % 3])
      return i % 3 === 1 && i > 600 ? { ...row, first: row.due + 900, done: row.due + 4000 } : row
    })
    const impact = await impactOf({ requests, events: [step(KILL, 'issued')] })
    assert.equal(impact.detection, (100 + 4000) * 1e6)
    assert.equal(impact.detectedBy, 'late answer')
    assert.equal(impact.hits.classes['ok-slow'], 400)
    assert.deepEqual(impact.eviction, { value: 119_800e6, atLeast: true })
  })

  test('on a replica that was never asked hit nobody, which is known and not estimated', async () => {
    const requests = Array.from({ length: 1800 }, (_, i) => healthy(i * 100, 'ac'[i % 2]))
    const impact = await impactOf({ requests, events: [step(KILL, 'issued')] })
    assert.equal(impact.estimated, false)
    assert.deepEqual([impact.hits.n, impact.hits.inFlight.victim, impact.eviction], [0, 0, null])
  })

  test('behind a gateway that names no replica is estimated from the failures above the rate before', async () => {
    const nameless = killedRequests().map((row, i) => ({
      ...row,
      replica: 'a',
      ...(i % 100 === 50 && i < 580 && { outcome: 'http_5xx' as const }),
    }))
    const fleet = { ...settings().fleet!, gateway: true, replicaHeader: null }
    const impact = await impactOf({ requests: nameless, scenario: { ...settings(), fleet } })
    assert.equal(impact.estimated, true)
    assert.deepEqual(impact.hits.classes, { truncated: 5, reset: 1, connect: 2 })
    assert.deepEqual([impact.hits.inFlight.victim, impact.eviction, impact.replicas], [null, null, null])
    assert.equal(impact.detection, 3e6)
  })

  test('behind a gateway whose failures name no replica is estimated, and seen by the first of them', async () => {
    const requests = killedRequests().map((row) => (row.outcome === 'connect' ? { ...row, replica: null } : row))
    const fleet = { ...settings().fleet!, gateway: true, replicaHeader: 'x-replica', behind: [] }
    const impact = await impactOf({ requests, scenario: { ...settings(), fleet } })
    assert.equal(impact.estimated, true)
    assert.deepEqual(impact.hits.classes, { truncated: 5, reset: 1, connect: 2 })
    assert.deepEqual([impact.detection, impact.replicas], [3e6, 3])
  })

  test('whose requests another replica answered shows in the attempts', async () => {
    const rescued = killedRequests().map((row) =>
      row.outcome === 'connect' ? { ...healthy(row.due, 'c'), attempts: 2 } : row,
    )
    const log = killedLog({ requests: rescued })
    const impact = (await analyze({ ...log, attempts: attemptsOf(log.requests) })).impacts[0]
    assert.deepEqual(impact.hits.classes, { truncated: 5, reset: 1, 'retried-ok': 2 })
    assert.ok(near(impact.retries.during, 62 / 60, 1e-12))
    assert.ok(near(impact.retries.amplification, 62 / 60, 1e-12))
  })
})

/** Every request as one attempt, and a refused one on `b` before each that took two. */
function attemptsOf(requests: ReturnType<typeof killedLog>['requests']) {
  const calls = Array.from({ length: requests.rows }, (_, row) => row).flatMap((row) =>
    requests.attempts[row] === 2
      ? [
          { row, first: true },
          { row, first: false },
        ]
      : [{ row, first: false }],
  )
  const column = (of: (row: number) => number, refused: (row: number) => number) =>
    Float64Array.from(calls, ({ row, first }) => (first ? refused : of)(row))
  const code = (...of: Parameters<typeof column>) => Int32Array.from(column(...of))
  const { due, sent, done, replica, outcome, tables } = requests
  return {
    rows: calls.length,
    request: code(
      (row) => requests.request[row],
      (row) => requests.request[row],
    ),
    replica: code(
      (row) => replica[row],
      () => tables.replica.indexOf('b'),
    ),
    issued: column(
      (row) => due[row],
      (row) => due[row],
    ),
    sent: column(
      (row) => sent[row],
      () => Number.NaN,
    ),
    done: column(
      (row) => done[row],
      (row) => due[row] + nanos(3e6),
    ),
    outcome: code(
      (row) => outcome[row],
      () => tables.outcome.indexOf('connect'),
    ),
    tables,
  } as never
}
