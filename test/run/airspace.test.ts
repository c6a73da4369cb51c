import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { nanos } from '../../src/base/nanos.ts'
import { Airspace, sweepPeriodMillis } from '../../src/run/airspace.ts'
import type { Flight } from '../../src/run/flight.ts'
import { requestSettings } from './settings.ts'

const { timeouts } = requestSettings()

/** Just the marks the sweep looks at. */
function marks(more: Partial<Flight>): Flight & { ended: string[] } {
  const ended: string[] = []
  const flight = {
    slot: -1,
    issued: 0,
    sentAt: 0,
    headersAt: Number.NaN,
    firstToken: Number.NaN,
    progress: Number.NaN,
    recordTokens: () => {},
    ended,
    ...more,
  }
  return flight as unknown as Flight & { ended: string[] }
}

function after(seconds: number, more: Partial<Flight>): string[] {
  const airspace = new Airspace(timeouts)
  const flight = marks(more)
  flight.giveUp = (_, timer) => {
    flight.ended.push(timer)
    airspace.leave(flight)
  }
  airspace.enter(flight)
  airspace.sweep(nanos(seconds * 1e9))
  return flight.ended
}

describe('client timers', () => {
  test('run out each in its own phase of a request', () => {
    assert.deepEqual(after(1.9, {}), [])
    assert.deepEqual(after(2.1, {}), ['headers'])
    assert.deepEqual(after(3.1, { headersAt: 1e9 }), ['first-token'])
    assert.deepEqual(after(3.9, { headersAt: 1, firstToken: 2, progress: 1e9 }), [])
    assert.deepEqual(after(5.1, { headersAt: 1, firstToken: 2, progress: 1e9 }), ['gap'])
    assert.deepEqual(after(20.1, { headersAt: 1, firstToken: 2, progress: 20e9 }), ['total'])
  })

  test('count from the send where there was one, else from the issue', () => {
    assert.deepEqual(after(3.5, { sentAt: 2e9 }), [])
    assert.deepEqual(after(3.5, { sentAt: Number.NaN, issued: 1e9 }), ['headers'])
  })

  test('are swept often enough for the shortest of them', () => {
    assert.equal(sweepPeriodMillis(timeouts), 100)
    assert.equal(sweepPeriodMillis({ ...timeouts, headers: nanos(200e6) }), 10)
    assert.equal(sweepPeriodMillis({ ...timeouts, headers: nanos(1e6) }), 5)
  })
})

describe('the airspace', () => {
  test('knows who is in it, in whatever order they leave', () => {
    const airspace = new Airspace(timeouts)
    const flights = Array.from({ length: 5 }, () => marks({}))
    for (const flight of flights) airspace.enter(flight)
    for (const i of [1, 4, 0]) airspace.leave(flights[i])
    assert.equal(airspace.size, 2)
    const given: Flight[] = []
    for (const flight of flights) {
      flight.giveUp = () => {
        given.push(flight)
        airspace.leave(flight)
      }
    }
    airspace.giveUpAll(nanos(1), 'drain')
    assert.deepEqual(new Set(given), new Set([flights[2], flights[3]]))
    assert.equal(airspace.size, 0)
  })
})
