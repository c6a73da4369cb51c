import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { thinTimeline } from '../../src/report/thin-timeline.ts'
import { passing } from './sample.ts'

describe('a thinned timeline', () => {
  const { timeline } = passing().analysis

  test('stays as it is while it fits', () => {
    const thin = thinTimeline(timeline, 120)
    assert.equal(thin.width, 1)
    assert.deepEqual(thin.values.good, [...timeline.good])
    assert.equal(thin.seconds[1], 15)
  })

  test('joins neighbors: rates by their mean, latencies by the worst bin', () => {
    timeline.offered.set([1, 3])
    timeline.ttftP99.set([7, Number.NaN])
    const thin = thinTimeline(timeline, 60)
    assert.equal(thin.width, 2)
    assert.equal(thin.seconds.length, 60)
    assert.equal(thin.values.offered[0], 2)
    assert.equal(thin.values.ttftP99[0], 7)
  })

  test('has no value where no joined bin has one', () => {
    timeline.latencyP50.set([Number.NaN, Number.NaN])
    assert.ok(Number.isNaN(thinTimeline(timeline, 60).values.latencyP50[0]))
  })
})
