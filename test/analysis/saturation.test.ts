import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { findSaturation, growsTooFast } from '../../src/analysis/saturation.ts'
import { nanos } from '../../src/base/nanos.ts'
import { vector } from '../stats/vectors.ts'
import { requestColumns } from './fixture-log.ts'

const minute = { from: nanos(0), to: nanos(60e9) }
const served = (latency: (i: number) => number, every = 100) =>
  requestColumns(Array.from({ length: 60_000 / every }, (_, i) => ({ due: i * every, done: i * every + latency(i) })))

describe('saturation', () => {
  test('cap.saturation: a backlog that grows by a tenth of the arrivals is saturated', () => {
    const { input, expected } = vector('cap.saturation')
    assert.equal(growsTooFast(expected.slope, expected.t, input.arrival_rate), expected.saturated)
    assert.equal(growsTooFast(0.1, 100, input.arrival_rate), false)
    assert.equal(growsTooFast(5, 2.9, input.arrival_rate), false)
  })

  test('a server that answers nine of ten in time is found saturated', () => {
    const backlog = findSaturation(
      served((i) => 100 + i * 11),
      minute,
      0,
    )
    assert.equal(backlog.saturated, true)
    assert.ok(Math.abs(backlog.slope - 1) < 0.05, String(backlog.slope))
    assert.ok(backlog.completionRatio < 0.92)
  })

  test('a steady server is not, even when the load began on an idle one and answers take long', () => {
    const backlog = findSaturation(
      served(() => 8000),
      minute,
      8e9,
    )
    assert.equal(backlog.saturated, false)
    assert.ok(Math.abs(backlog.slope) < 0.05, String(backlog.slope))
  })

  test('one request of a window as short as itself is no backlog that grows', () => {
    const window = { from: nanos(0), to: nanos(20e6) }
    const backlog = findSaturation(requestColumns([{ due: 8, done: 90 }]), window, 0)
    assert.ok(growsTooFast(backlog.slope, backlog.t, backlog.arrivalRate))
    assert.equal(backlog.saturated, false)
  })
})
