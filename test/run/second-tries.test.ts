import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { fromMillis, type Nanos, nanos } from '../../src/base/nanos.ts'
import type { AttemptCause } from '../../src/model/attempts.ts'
import type { RetrySettings } from '../../src/model/fleet.ts'
import type { Outcome, Reason } from '../../src/model/outcome.ts'
import type { Flight, GivenUp } from '../../src/run/flight.ts'
import type { Mission } from '../../src/run/mission.ts'
import type { Classified } from '../../src/run/observe/classify.ts'
import { SecondTries } from '../../src/run/second-tries.ts'

const RETRIES: RetrySettings = { attempts: 3, on: ['connect', 'reset', 'http_5xx'], backoff: fromMillis(50) }
const ended = (outcome: Outcome, reason: Reason | null = null): Classified => ({
  outcome,
  reason,
  flags: 0,
  message: null,
})

/** A pad on which attempts go up to replicas 0, 1, 2 … and come down when the test says so. */
function tarmac(settings: { retries: RetrySettings | null; hedge: { after: Nanos } | null }) {
  const attempts: { number: number; cause: AttemptCause; outcome: Outcome; replica: number }[] = []
  const concluded: { outcome: Outcome; attempts: number; sentAt: number }[] = []
  const up: Flight[] = []
  const avoided: number[] = []
  let now = 0
  let released = 0
  const tries = new SecondTries(settings, {
    clock: () => nanos(now),
    launch: (mission: Mission, not: number) => {
      avoided.push(not)
      const flight = {
        mission,
        replica: up.length,
        status: -1,
        bytes: 0,
        sentAt: now,
        giveUp: (_at: Nanos, why: GivenUp) => tries.landed(flight, ended('client_abort', why as 'overtaken')),
      } as unknown as Flight
      up.push(flight)
      return flight
    },
    recordAttempt: (flight, number, cause, { outcome }) =>
      attempts.push({ number, cause, outcome, replica: flight.replica }),
    conclude: (mission, _flight, { outcome }) =>
      concluded.push({ outcome, attempts: mission.attempts, sentAt: mission.sentAt }),
    release: () => released++,
  })
  const begin = () =>
    tries.begin({ request: 0, query: 0, sample: 0, phase: 1, due: now, issued: now, landed: () => {} })
  const pass = (millis: number) => {
    now += millis * 1e6
    tries.sweep()
  }
  const answer = (flight: Flight, status: number) => {
    flight.status = status
    flight.mission?.answered(flight, nanos(now))
    flight.bytes = 10
  }
  return { tries, attempts, concluded, up, avoided, begin, pass, answer, released: () => released }
}

describe('retries', () => {
  test('a failure is tried again after the back-off, elsewhere, until an attempt answers', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { tries, attempts, concluded, up, avoided, begin, released } = tarmac({ retries: RETRIES, hedge: null })
    begin()
    tries.landed(up[0], ended('connect'))
    assert.deepEqual([up.length, tries.waiting, concluded.length], [1, 1, 0])
    t.mock.timers.tick(49)
    assert.equal(up.length, 1)
    t.mock.timers.tick(1)
    assert.deepEqual([up.length, tries.waiting], [2, 0])
    tries.landed(up[1], ended('ok'))
    assert.deepEqual(concluded, [{ outcome: 'ok', attempts: 2, sentAt: 0 }])
    assert.deepEqual(avoided, [-1, 0])
    assert.deepEqual(
      attempts.map(({ cause, outcome }) => [cause, outcome]),
      [
        ['first', 'connect'],
        ['retry', 'ok'],
      ],
    )
    assert.equal(released(), 2)
  })

  test('ends with the last failure once the attempts are used up', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { tries, concluded, up, begin, released } = tarmac({ retries: RETRIES, hedge: null })
    begin()
    for (let i = 0; i < 3; i++) {
      tries.landed(up[i], ended('http_5xx'))
      t.mock.timers.tick(50)
    }
    assert.deepEqual(concluded, [{ outcome: 'http_5xx', attempts: 3, sentAt: 0 }])
    assert.equal(released(), 3)
  })

  test('an outcome that is not listed ends it at once', () => {
    const { tries, concluded, up, begin } = tarmac({ retries: RETRIES, hedge: null })
    begin()
    tries.landed(up[0], ended('malformed'))
    assert.equal(concluded[0].outcome, 'malformed')
  })

  test('nothing is sent again once a byte of an answer has come; an error’s body is none', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const cut = tarmac({ retries: RETRIES, hedge: null })
    cut.begin()
    cut.answer(cut.up[0], 200)
    cut.tries.landed(cut.up[0], ended('reset'))
    assert.deepEqual([cut.concluded.length, cut.tries.waiting], [1, 0])
    const refused = tarmac({ retries: RETRIES, hedge: null })
    refused.begin()
    refused.answer(refused.up[0], 500)
    refused.tries.landed(refused.up[0], ended('http_5xx'))
    assert.deepEqual([refused.concluded.length, refused.tries.waiting], [0, 1])
  })

  test('what waits for its next attempt when the run ends is recorded as its last one ended', (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] })
    const { tries, concluded, up, begin } = tarmac({ retries: RETRIES, hedge: null })
    begin()
    tries.landed(up[0], ended('connect'))
    tries.stop()
    t.mock.timers.tick(1000)
    assert.deepEqual([up.length, tries.waiting, concluded.length], [1, 0, 1])
    assert.equal(concluded[0].outcome, 'connect')
  })
})

describe('hedging', () => {
  const HEDGE = { retries: null, hedge: { after: fromMillis(100) } }

  test('a silent request gets a second attempt elsewhere, and the first answer wins', () => {
    const { tries, attempts, concluded, up, avoided, begin, pass, answer, released } = tarmac(HEDGE)
    begin()
    pass(99)
    assert.equal(up.length, 1)
    pass(2)
    assert.equal(up.length, 2)
    assert.deepEqual(avoided, [-1, 0])
    answer(up[1], 200)
    assert.deepEqual(attempts, [{ number: 0, cause: 'first', outcome: 'client_abort', replica: 0 }])
    assert.equal(concluded.length, 0)
    tries.landed(up[1], ended('ok'))
    assert.deepEqual(concluded, [{ outcome: 'ok', attempts: 2, sentAt: 0 }])
    assert.equal(released(), 2)
  })

  test('a request that has begun to answer is let alone', () => {
    const { up, begin, pass, answer } = tarmac(HEDGE)
    begin()
    answer(up[0], 200)
    pass(500)
    assert.equal(up.length, 1)
  })

  test('while one attempt is under way the failure of the other decides nothing', () => {
    const { tries, concluded, up, begin, pass } = tarmac(HEDGE)
    begin()
    pass(101)
    tries.landed(up[0], ended('reset'))
    assert.equal(concluded.length, 0)
    tries.landed(up[1], ended('http_5xx'))
    assert.deepEqual(
      concluded.map(({ outcome }) => outcome),
      ['http_5xx'],
    )
  })
})
