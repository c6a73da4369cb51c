import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { FleetEvents } from '../../../src/cli/live/fleet-events.ts'
import { Rolling } from '../../../src/cli/live/rolling.ts'
import type { FaultStep } from '../../../src/model/fault.ts'
import type { RunEvent, TargetState } from '../../../src/model/run-log.ts'
import type { Scenario } from '../../../src/model/scenario.ts'
import { PLAIN_FLEET } from '../../../src/scenario/resolve/fleet.ts'
import { type RequestRow, requestColumns, tokenColumns } from '../../analysis/fixture-log.ts'
import { liveScenario } from './live-scenario.ts'
import { type SampleReplica, sampleFleet } from './sample-fleet.ts'

const at = (seconds: number) => nanos(seconds * 1e9)
const PLAN = {
  loop: 'open',
  queries: 100,
  samplesPerQuery: 1,
  window: { from: nanos(0), to: nanos(60e9) },
  digest: null,
} as const

const target = (replica: string, state: TargetState): RunEvent => ({
  at: nanos(0),
  kind: 'target',
  replica,
  state,
  because: '',
})

const fault = (replica: string, step: FaultStep, round = 0): RunEvent => ({
  at: nanos(0),
  kind: 'fault',
  fault: 'kill',
  round,
  replica,
  step,
  method: 'SIGKILL',
  because: '',
})

function rolling(replicas: readonly SampleReplica[], changes: Partial<Scenario> = {}) {
  const view = new Rolling(liveScenario(changes))
  view.start(PLAN, [new Int32Array(2)], sampleFleet(replicas))
  const take = (rows: readonly RequestRow[]) => view.take({ requests: requestColumns(rows), tokens: tokenColumns([]) })
  const look = (seconds: number) => view.look(at(seconds)).replicas
  return { view, take, look }
}

describe('what a run tells of each replica', () => {
  test('a single one is nothing to be told apart', () => {
    const { take, look } = rolling([{ name: 'a' }])
    take([{ due: 0, first: 1, done: 2 }])
    assert.deepEqual(look(1), [])
  })

  test('failures, good requests and the median to the first token, failures at infinity', () => {
    const { take, look } = rolling([{ name: 'a', inFlight: 3 }, { name: 'b' }])
    take([
      { request: -1, due: -50, first: -20, done: -10 },
      { due: 0, first: 100, done: 500 },
      { due: 0, first: 900, done: 950 },
      { due: 0, first: 200, done: 600, replica: 'b' },
      { due: 0, done: 700, replica: 'b', outcome: 'reset' },
      { due: 0, done: 800, replica: 'b', outcome: 'reset' },
      { due: 0, done: 800, replica: null, outcome: 'not_sent' },
    ])
    const [a, b] = look(2)
    assert.deepEqual([a.inFlight, a.failed, a.good, a.wait.n], [3, 0, 1, 2])
    assert.deepEqual([b.inFlight, b.failed, b.good, b.wait.n], [0, 2, 1, 3])
    assert.ok(Math.abs(a.wait.p50 / 100e6 - 1) < 0.01)
    assert.equal(b.wait.p50, Number.POSITIVE_INFINITY)
  })

  test('its share is of what was sent lately, whether it has ended or not', () => {
    const replicas = [
      { name: 'a', inFlight: 4 },
      { name: 'b', inFlight: 4 },
    ]
    const { view, take, look } = rolling(replicas)
    assert.ok(Number.isNaN(look(0)[0].share))
    for (let second = 1; second <= 8; second++) {
      view.sample(at(second))
      // a answers what it gets; b hangs on to it.
      take([
        { due: 0, first: 1, done: second * 1000 },
        { due: 0, first: 1, done: second * 1000 },
        { due: 0, first: 1, done: second * 1000 },
      ])
      replicas[1].inFlight += 1
    }
    assert.deepEqual(
      look(8).map(({ share }) => share),
      [0.75, 0.25],
    )
  })

  test('rows that come after their requests have ended make no share negative', () => {
    const replicas = [
      { name: 'a', inFlight: 9 },
      { name: 'b', inFlight: 9 },
    ]
    const { view, look } = rolling(replicas)
    replicas[0].inFlight = 0
    replicas[1].inFlight = 12
    for (const second of [1, 2, 3]) view.sample(at(second))
    assert.deepEqual(
      look(3).map(({ share }) => share),
      [0, 1],
    )
  })

  test('one that joins is there at once; one that left goes with its last request', () => {
    const replicas: SampleReplica[] = [{ name: 'a', inFlight: 1 }, { name: 'b' }]
    const { view, look } = rolling(replicas)
    const names = () => look(1).map(({ name }) => name)
    replicas.push({ name: 'c' })
    view.sample(at(1))
    assert.deepEqual(names(), ['a', 'b', 'c'])
    replicas[0].gone = true
    assert.deepEqual(names(), ['a', 'b', 'c'])
    replicas[0].inFlight = 0
    assert.deepEqual(names(), ['b', 'c'])
  })

  test('behind a gateway they are those that answers name, and nobody knows what each has in flight', () => {
    const { view, take, look } = rolling([{ name: 'gateway', inFlight: 7 }], {
      fleet: { ...PLAIN_FLEET, gateway: true, replicaHeader: 'x-replica' },
    })
    view.sample(at(1))
    take([
      { due: 0, first: 1, done: 1100 },
      { due: 0, first: 1, done: 1200, replica: 'b' },
    ])
    view.sample(at(2))
    assert.deepEqual(
      look(3).map(({ name, share, inFlight }) => [name, share, inFlight]),
      [
        ['a', 0.5, Number.NaN],
        ['b', 0.5, Number.NaN],
      ],
    )
  })

  test('where nothing is streamed the whole answer is waited for', () => {
    const { request } = liveScenario()
    const { take, look } = rolling([{ name: 'a' }, { name: 'b' }], { request: { ...request, stream: false } })
    take([{ due: 0, first: 100, done: 500 }])
    assert.ok(Math.abs(look(1)[0].wait.p50 / 500e6 - 1) < 0.01)
  })

  test('a fault that is going on is told before its being out', () => {
    const { view, look } = rolling([{ name: 'a' }, { name: 'b' }])
    const states = () => look(1).map(({ state }) => state)
    view.event(target('a', 'ejected'))
    assert.deepEqual(states(), ['out', 'in'])
    view.event(fault('a', 'issued'))
    assert.deepEqual(states(), ['faulted', 'in'])
    view.event(fault('a', 'port-open'))
    view.event(target('a', 'admitted'))
    assert.deepEqual(states(), ['in', 'in'])
  })
})

describe('what events say of a fleet', () => {
  const after = (...events: RunEvent[]) => {
    const seen = new FleetEvents()
    for (const event of events) seen.take(event)
    return seen
  }

  test('a replica is out until all that keeps it out is over', () => {
    const out = (...states: TargetState[]) => after(...states.map((state) => target('a', state))).isOut('a')
    assert.equal(out(), false)
    assert.equal(out('unready'), true)
    assert.equal(out('unready', 'ready'), false)
    assert.equal(out('unready', 'ejected', 'ready'), true)
    assert.equal(out('unready', 'ejected', 'ready', 'half-open'), true)
    assert.equal(out('unready', 'ejected', 'ready', 'half-open', 'admitted'), false)
    assert.equal(out('ejected', 'gone'), true)
    assert.equal(out('ejected', 'gone', 'joined'), false)
    assert.equal(after(target('b', 'gone')).isOut('a'), false)
  })

  test('a fault goes on from when it is issued until it is undone, fails or the port opens again', () => {
    const active = (...steps: FaultStep[]) => after(...steps.map((step) => fault('a', step))).isActive('kill', 'a')
    assert.equal(active(), false)
    assert.equal(active('skipped'), false)
    assert.equal(active('issued', 'confirmed'), true)
    assert.equal(active('issued', 'confirmed', 'undo-failed'), true)
    assert.equal(active('issued', 'confirmed', 'restarted'), true)
    assert.equal(active('issued', 'confirmed', 'restarted', 'port-open', 'ready'), false)
    assert.equal(active('issued', 'confirmed', 'undone'), false)
    assert.equal(active('issued', 'failed'), false)
  })

  test('rounds and replicas end apart, and all of them with the run', () => {
    const seen = after(fault('a', 'issued', 0), fault('b', 'issued', 1), fault('b', 'undone', 0))
    assert.deepEqual([seen.isFaulted('a'), seen.isFaulted('b')], [true, true])
    seen.take(fault('b', 'undone', 1))
    assert.deepEqual([seen.isFaulted('a'), seen.isFaulted('b')], [true, false])
    seen.take({ at: nanos(1), kind: 'phase', phase: 'end' })
    assert.equal(seen.isFaulted('a'), false)
  })
})
