import assert from 'node:assert/strict'
import { once } from 'node:events'
import { describe, test } from 'node:test'
import { Worker } from 'node:worker_threads'
import { Failure } from '../../../src/base/failure.ts'
import { fromMillis, fromSeconds, type Nanos, nanos } from '../../../src/base/nanos.ts'
import type { EjectionSettings } from '../../../src/model/fleet.ts'
import { balancers } from '../../../src/run/fleet/balancers/index.ts'
import { inFlightAt, MOST_REPLICAS, newFleetMemory, tokensAt } from '../../../src/run/fleet/fleet-memory.ts'
import { FleetState, LOST, type TargetChange } from '../../../src/run/fleet/fleet-state.ts'
import { ask, balance } from './fake-fleet.ts'

const EJECTION: EjectionSettings = { failures: 3, backoff: fromSeconds(1), longest: fromSeconds(5) }

/** As many threads as a test needs, each with its own view of one memory, and one clock. */
class Threads {
  now = nanos(0)
  readonly told: TargetChange[] = []
  readonly #memory = newFleetMemory()

  open(ejection: EjectionSettings | null = EJECTION, names = ['a', 'b']): FleetState {
    return new FleetState({
      memory: this.#memory,
      settings: { ejection, balance: balance({ weights: { b: 3 } }) },
      names,
      clock: () => this.now,
      tell: (change) => this.told.push(change),
    })
  }

  wait(millis: number): void {
    this.now = (this.now + fromMillis(millis)) as Nanos
  }

  get states(): string[] {
    return this.told.map(({ replica, state }) => `${replica} ${state}`)
  }
}

function fail(state: FleetState, replica: number, times: number): void {
  for (let i = 0; i < times; i++) state.landed(replica, 10, state.took(replica, 10), 'connect', 'ECONNREFUSED')
}

describe('what threads know of the fleet', () => {
  test('a new fleet is ready and idle, and says nothing', () => {
    const threads = new Threads()
    const state = threads.open()
    assert.deepEqual([state.size, state.usable(0), state.inFlight(1), state.tokens(1)], [2, true, 0, 0])
    assert.deepEqual([state.name(1), state.weight(0), state.weight(1)], ['b', 1, 3])
    assert.deepEqual(threads.told, [])
  })

  test('requests and tokens in flight are counted over all threads', () => {
    const threads = new Threads()
    const [one, other] = [threads.open(), threads.open()]
    const pass = one.took(1, 300)
    other.took(1, 200)
    assert.deepEqual([other.inFlight(1), one.tokens(1)], [2, 500])
    one.landed(1, 300, pass, 'ok', null)
    assert.deepEqual([other.inFlight(1), other.tokens(1), other.inFlight(0)], [1, 200, 0])
  })

  test('a replica whose polls fail gets nothing until one succeeds, and each change is told once', () => {
    const threads = new Threads()
    const [main, lane] = [threads.open(), threads.open()]
    main.unready(0, '2 polls')
    main.unready(0, '3 polls')
    assert.equal(lane.usable(0), false)
    main.ready(0, '200')
    main.ready(0, '200')
    assert.equal(lane.usable(0), true)
    assert.deepEqual(threads.states, ['a unready', 'a ready'])
  })

  test('a replica that joins gets the next place in every thread; one that leaves keeps it', () => {
    const threads = new Threads()
    const [main, lane] = [threads.open(), threads.open()]
    main.leave(0, 'no longer in DNS')
    assert.equal(main.join('c', 'in DNS'), 2)
    assert.equal(lane.size, 2)
    assert.equal(lane.learn('c'), 2)
    assert.deepEqual([lane.usable(0), lane.isGone(0), lane.usable(2)], [false, true, true])
    assert.equal(main.join('a', 'in DNS again'), 0)
    assert.equal(lane.usable(0), true)
    assert.deepEqual(threads.states, ['a gone', 'c joined', 'a joined'])
  })

  test('learning late of a replica does not bring it back', () => {
    const threads = new Threads()
    const [main, lane] = [threads.open(), threads.open()]
    main.leave(main.join('c', ''), '')
    assert.equal(lane.usable(lane.learn('c')), false)
  })

  test(`there is room for ${MOST_REPLICAS} replicas`, () => {
    const names = Array.from({ length: MOST_REPLICAS }, (_, i) => `r${i}`)
    const state = new Threads().open(EJECTION, names)
    state.took(MOST_REPLICAS - 1, 5)
    assert.equal(state.tokens(MOST_REPLICAS - 1), 5)
    assert.throws(
      () => state.join('one more', ''),
      (error) => error instanceof Failure && error.code === 'fleet.capacity',
    )
  })
})

describe('passive ejection', () => {
  test('takes a replica out after so many failures in a row, and says which was the last', () => {
    const threads = new Threads()
    const [one, other] = [threads.open(), threads.open()]
    threads.wait(7)
    fail(one, 0, 2)
    assert.equal(one.usable(0), true)
    fail(other, 0, 1)
    assert.equal(one.usable(0), false)
    assert.equal(one.usable(1), true)
    assert.deepEqual(threads.told, [
      {
        at: fromMillis(7),
        replica: 'a',
        state: 'ejected',
        because: '3 failures in a row, the last connect: ECONNREFUSED',
      },
    ])
  })

  test('an answer in between starts the count anew; turned away and wrongly asked are answers too', () => {
    for (const outcome of ['ok', 'rejected', 'http_4xx', 'short', 'empty', 'wrong'] as const) {
      const state = new Threads().open()
      fail(state, 0, 2)
      state.landed(0, 10, state.took(0, 10), outcome, null)
      fail(state, 0, 2)
      assert.equal(state.usable(0), true, outcome)
    }
  })

  test('what we gave up ourselves neither counts nor ends the count', () => {
    const state = new Threads().open()
    fail(state, 0, 2)
    state.landed(0, 10, state.took(0, 10), 'client_abort', null)
    assert.equal(state.usable(0), true)
    fail(state, 0, 1)
    assert.equal(state.usable(0), false)
  })

  test('where it is switched off nothing ejects', () => {
    const state = new Threads().open(null)
    fail(state, 0, 100)
    assert.equal(state.usable(0), true)
    assert.equal(state.inFlight(0), 0)
  })

  test('after the back-off exactly one request of all threads is the probe', () => {
    const threads = new Threads()
    const [one, other] = [threads.open(), threads.open()]
    fail(one, 0, 3)
    threads.wait(999)
    assert.equal(one.usable(0), false)
    threads.wait(1)
    assert.equal(one.usable(0), true)
    assert.equal(other.usable(0), true)
    assert.notEqual(other.took(0, 10), LOST)
    assert.equal(one.took(0, 10), LOST, 'the other thread was faster')
    assert.equal(one.usable(0), false)
    assert.equal(one.inFlight(0), 1)
    assert.deepEqual(threads.states, ['a ejected', 'a half-open'])
  })

  test('a probe that is answered admits', () => {
    const threads = new Threads()
    const state = threads.open()
    fail(state, 0, 3)
    threads.wait(1000)
    assert.ok(state.usable(0))
    state.landed(0, 10, state.took(0, 10), 'ok', null)
    assert.ok(state.usable(0))
    fail(state, 0, 2)
    assert.ok(state.usable(0), 'the count began anew')
    assert.deepEqual(threads.states, ['a ejected', 'a half-open', 'a admitted'])
  })

  test('each probe that fails doubles the back-off, up to the longest; admission resets it', () => {
    const threads = new Threads()
    const state = threads.open()
    const probe = (outcome: 'ok' | 'reset') => {
      assert.ok(state.usable(0))
      state.landed(0, 10, state.took(0, 10), outcome, null)
    }
    fail(state, 0, 3)
    for (const seconds of [1, 2, 4, 5, 5]) {
      threads.wait(1000 * seconds - 1)
      assert.equal(state.usable(0), false, `${seconds} s`)
      threads.wait(1)
      probe('reset')
    }
    assert.equal(threads.told.at(-1)?.because, 'its probe failed with reset; no further one for 5s')
    threads.wait(5000)
    probe('ok')
    fail(state, 0, 3)
    threads.wait(1000)
    assert.ok(state.usable(0))
  })

  test('a probe that was given up is sent again with the next request', () => {
    const threads = new Threads()
    const state = threads.open()
    fail(state, 0, 3)
    threads.wait(1000)
    assert.ok(state.usable(0))
    state.landed(0, 10, state.took(0, 10), 'client_abort', null)
    assert.ok(state.usable(0))
    assert.deepEqual(threads.states, ['a ejected', 'a half-open', 'a ejected'])
  })

  test('what was sent before an ejection says nothing about the replica after it', () => {
    const threads = new Threads()
    const state = threads.open()
    const [early, late] = [state.took(0, 10), state.took(0, 10)]
    fail(state, 0, 3)
    state.landed(0, 10, early, 'ok', null)
    assert.equal(state.usable(0), false)
    threads.wait(1000)
    assert.ok(state.usable(0))
    const probe = state.took(0, 10)
    state.landed(0, 10, late, 'hung', null)
    assert.deepEqual(threads.states, ['a ejected', 'a half-open'])
    state.landed(0, 10, probe, 'ok', null)
    assert.ok(state.usable(0))
    assert.equal(state.inFlight(0), 0)
  })

  test('polling and ejection do not overrule each other', () => {
    const threads = new Threads()
    const state = threads.open()
    fail(state, 0, 3)
    state.unready(0, '')
    threads.wait(1000)
    assert.equal(state.usable(0), false, 'unready: no probe')
    state.ready(0, '')
    assert.ok(state.usable(0))
    state.unready(0, '')
    state.landed(0, 10, state.took(0, 10), 'ok', null)
    assert.equal(state.usable(0), false)
  })

  test('a replica that comes back under its name starts anew', () => {
    const threads = new Threads()
    const state = threads.open()
    fail(state, 0, 3)
    state.leave(0, '')
    state.join('a', '')
    assert.ok(state.usable(0))
    fail(state, 0, 2)
    assert.ok(state.usable(0))
  })

  test('where every replica is out requests still go, unprobed, until one back-off is over', () => {
    const threads = new Threads()
    const state = threads.open()
    fail(state, 0, 3)
    threads.wait(100)
    fail(state, 1, 3)
    const balancer = balancers['least-requests'](balance(), state, 0)
    const picked = balancer.pick(ask(0))
    const pass = state.took(picked, 10)
    assert.notEqual(pass, LOST)
    state.landed(picked, 10, pass, 'connect', null)
    assert.deepEqual(threads.states, ['a ejected', 'b ejected'])
    threads.wait(900)
    assert.equal(balancer.pick(ask(1)), 0)
    state.took(0, 10)
    assert.deepEqual(threads.states.slice(2), ['a half-open'])
  })
})

describe('threads that send to one replica at once', () => {
  test('make each change exactly once between them, and lose no count', async () => {
    const memory = newFleetMemory()
    const workers = ['1', '2', '3'].map(
      (seed) =>
        new Worker(new URL('./contender.ts', import.meta.url), { workerData: { memory, seed, rounds: 30_000 } }),
    )
    const causes = (await Promise.all(workers.map((worker) => once(worker, 'message')))).flat(2) as string[]
    const count = (pattern: RegExp) => causes.filter((cause) => pattern.test(cause)).length
    const [taken, probes] = [count(/^ejected: \d+ failures in a row/), count(/^half-open/)]
    const [again, admitted] = [count(/^ejected: its probe failed/), count(/^admitted/)]
    assert.ok(probes > 100, `${probes} probes`)
    assert.equal(again + admitted, probes)
    assert.ok(taken - admitted === 0 || taken - admitted === 1, `${taken} ejected, ${admitted} admitted`)
    const words = new Int32Array(memory)
    assert.deepEqual([words[inFlightAt(0)], words[tokensAt(0)]], [0, 0])
  })
})
