import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { analyze } from '../../src/analysis/analyze.ts'
import { type Nanos, NS_PER_MS } from '../../src/base/nanos.ts'
import { execute } from '../../src/cli/execute.ts'
import { openRunLog, type RunLog } from '../../src/log/reader.ts'
import type { Impact } from '../../src/model/impact.ts'
import { decodeScenario } from '../../src/scenario/decode.ts'
import { type Fleet, startFleet } from '../../src/sim/fleet.ts'
import { scratch } from '../e2e/cli.ts'

/** What Tailgate says of kills, against a fleet that knows when each replica died and what it was doing. */

const KILLS = 10
const REPLICAS = 4
const scenario = (fleet: Fleet, seed: number) => `
tailgate: 1
name: twenty kills
targets: ${JSON.stringify(fleet.replicas.map(({ name, url }) => ({ name, url, protocol: 'openai-chat', model: 'sim' })))}
dataset: { synthetic: { count: 100, input: 64, output: { mean: 32, stddev: 8, min: 20, max: 48 }, seed: ${seed} } }
load: { arrivals: constant, rate: 20/s, duration: 40s, drain: 10s, seed: { order: ${seed}, schedule: ${seed} } }
faults:
  - { name: kill, signal: KILL, replica: random, seed: ${seed}, at: 3025ms, repeat: { times: ${KILLS}, every: 3500ms, rotate: true } }
allowFaults: true
reliability: { hold: 500ms }
fleet: { health: { every: 100ms, failures: 1 } }
slo: { request: [ttft <= 20s, latency <= 20s], run: [attainment >= 10%] }
`

interface Known {
  impact: Impact
  log: RunLog
  /** The run's zero on the clock of the fleet. */
  zero: Nanos
  deaths: readonly { exited: Nanos; life: number; replica: string }[]
  /** By replica. */
  truth: ReadonlyMap<string, Awaited<ReturnType<Fleet['truth']>>>
}

describe('twenty seeded kills', () => {
  const known: Known[] = []
  let fleet: Fleet
  before(async () => {
    fleet = await startFleet({
      replicas: REPLICAS,
      keepTruth: true,
      restart: { after: (200 * NS_PER_MS) as Nanos, load: (200 * NS_PER_MS) as Nanos },
    })
    for (const seed of [1, 2]) known.push(...(await killTen(fleet, seed)))
  })
  after(() => fleet.stop())

  test('are all seen, each on the replica that died', () => {
    assert.equal(known.length, 2 * KILLS)
    for (const each of known) assert.ok(deathOf(each), `${each.impact.replica} round ${each.impact.round}`)
  })

  test('are detected within 50 ms of the truth', () => {
    for (const each of known) {
      const { impact, zero } = each
      const death = deathOf(each)
      const busy = openAtDeath(each).length > 0
      const { issued } = impact.milestones
      // Idle when it died, and left out before anything was sent to it: no client could tell.
      if (!busy && lateFailures(each) === 0) {
        assert.equal(impact.detection, null)
        continue
      }
      const seen = issued + (impact.detection ?? Number.NaN)
      // It died between the signal and the moment its end was seen.
      const [from, to] = busy
        ? [issued, death.exited - zero]
        : [firstSentAfter(each, issued), firstSentAfter(each, death.exited - zero)]
      const off = Math.max(from - seen, seen - to)
      assert.ok(off <= 50 * NS_PER_MS, `round ${impact.round}: ${off / 1e6} ms off, ${busy ? 'busy' : 'idle'}`)
    }
  })

  test('have the hit set that the replica had in flight, request by request', () => {
    for (const each of known) {
      const cut = rowsCut(each)
      const cutWhileDying = rowsCutWhileDying(each)
      assert.deepEqual(
        new Set([...cut, ...cutWhileDying].filter(({ admitted }) => admitted).map(({ id }) => id)),
        new Set(openAtDeath(each).map(({ id }) => id)),
      )
      const { classes, late } = each.impact.hits
      const failed = Object.entries(classes).filter(([name]) => !['ok-unhurt', 'ok-slow', 'migrated'].includes(name))
      const failedLate = lateFailures(each)
      assert.equal(
        failed.reduce((sum, [, n]) => sum + n, 0),
        cut.length + failedLate,
      )
      assert.ok(late >= failedLate)
    }
  })

  test('cost as many good requests as the replicas did not finish, within 2 %', () => {
    let [said, true_] = [0, 0]
    for (const each of known) {
      said += each.impact.lost.total
      true_ += unfinished(each)
    }
    assert.ok(true_ >= 20, `${true_}`)
    assert.ok(Math.abs(said / true_ - 1) <= 0.02, `said ${said}, true ${true_}`)
  })

  async function killTen(of: Fleet, seed: number): Promise<Known[]> {
    const { scenario: resolved, fingerprint } = decodeScenario(scenario(of, seed), 'kills.yaml')
    let zero = 0 as Nanos
    const end = await execute(
      {
        scenario: resolved,
        fingerprint,
        file: '',
        baseDir: '.',
        discovered: [],
        out: scratch({ after }),
        signal: new AbortController().signal,
        watch: {
          started: (_plan, at) => {
            zero = at
          },
          batch: () => {},
          event: () => {},
        },
      },
      () => {},
    )
    const log = await openRunLog(end.folder)
    const { impacts } = await analyze(log)
    const deaths = of.replicas.flatMap(({ name }) =>
      of.deaths(name).map(({ exited, number }) => ({ exited, life: number, replica: name })),
    )
    const truth = new Map(await Promise.all(of.replicas.map(async ({ name }) => [name, await of.truth(name)] as const)))
    return impacts.map((impact) => ({ impact, log, zero, deaths, truth }))
  }
})

function deathOf({ impact, deaths, zero }: Known) {
  const near = deaths.filter(({ replica, exited }) => {
    const since = exited - zero - impact.milestones.issued
    return replica === impact.replica && since >= 0 && since < 2.4e9
  })
  assert.equal(near.length, 1, `${impact.replica} died once about ${impact.milestones.issued / 1e9} s`)
  return near[0]
}

/** What the replica had admitted and not ended when it died: nothing was written after that. */
function openAtDeath(known: Known) {
  const { life, replica } = deathOf(known)
  const entries = known.truth.get(replica)?.filter((entry) => entry.life === life) ?? []
  return entries.filter(({ ended, id }) => ended === null && id !== null)
}

const idOf = (log: RunLog, row: number) => `tg-${log.manifest.run}-${log.requests.request[row]}`

function rows({ log }: Known) {
  return Array.from({ length: log.requests.rows }, (_, row) => row)
}

function isVictims({ log, impact }: Known, row: number): boolean {
  return log.requests.tables.replica[log.requests.replica[row]] === impact.replica
}

const isOk = ({ log }: Known, row: number) => log.requests.tables.outcome[log.requests.outcome[row]] === 'ok'

/** Requests in flight on the replica at the kill that did not end well; one it had not yet read is no truth of its own. */
function rowsCut(known: Known): { id: string; admitted: boolean }[] {
  return rowsLost(known, Number.NEGATIVE_INFINITY, known.impact.milestones.issued)
}

/** Requests that reached the replica between the signal and its end: of the late ones, not of the hit set. */
function rowsCutWhileDying(known: Known): { id: string; admitted: boolean }[] {
  const { impact, zero } = known
  return rowsLost(known, impact.milestones.issued, deathOf(known).exited - zero)
}

/** Those of the victim sent in `]after, until]` that were still in flight at the kill and did not end well. */
function rowsLost(known: Known, after: number, until: number): { id: string; admitted: boolean }[] {
  const { log, impact, truth } = known
  const ids = new Set(truth.get(impact.replica)?.map(({ id }) => id))
  const { sent, done } = log.requests
  return rows(known)
    .filter((row) => isVictims(known, row) && sent[row] > after && sent[row] <= until)
    .filter((row) => done[row] > impact.milestones.issued && !isOk(known, row))
    .map((row) => ({ id: idOf(log, row), admitted: ids.has(idOf(log, row)) }))
}

function lateFailures(known: Known): number {
  const { log, impact } = known
  const { issued, portOpen, ready, answers } = impact.milestones
  // Where it was not back by the next kill, which was another's, requests went on to fail on it.
  const back = Math.min(...[portOpen, ready, answers].map((at) => at ?? Number.POSITIVE_INFINITY))
  return rows(known).filter(
    (row) =>
      isVictims(known, row) &&
      !isOk(known, row) &&
      !(log.requests.sent[row] <= issued) &&
      log.requests.done[row] > issued &&
      log.requests.issued[row] < Math.max(back, impact.observed.to),
  ).length
}

function firstSentAfter(known: Known, at: number): number {
  const { log } = known
  const issued = rows(known).filter((row) => isVictims(known, row) && log.requests.issued[row] >= at)
  return Math.min(...issued.map((row) => log.requests.issued[row]))
}

/** Requests that ended between this kill and the next without any replica having written them to the end. */
function unfinished(known: Known): number {
  const { log, impact, truth } = known
  const whole = new Set([...truth.values()].flat().flatMap(({ id, complete }) => (complete ? [id] : [])))
  const { issued } = impact.milestones
  return rows(known).filter((row) => {
    const { [row]: done } = log.requests.done
    return done > issued && done <= impact.observed.to && !whole.has(idOf(log, row))
  }).length
}
