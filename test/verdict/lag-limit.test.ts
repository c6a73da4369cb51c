import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RunBound } from '../../src/model/slo.ts'
import { lagLimit } from '../../src/verdict/lag-limit.ts'

const MS = 1e6

function limitOf(...bounds: [metric: RunBound['metric'], stat: RunBound['stat'], limit: number][]): number {
  const run = bounds.map(([metric, stat, limit]) => ({ text: '', metric, stat, compare: '<=', limit: limit * MS }))
  return lagLimit({ slo: { request: [], run } } as never) / MS
}

describe('how late the generator may be', () => {
  test('is 5 % of the tightest target from due, and never more than 10 ms', () => {
    assert.equal(limitOf(), 10)
    assert.equal(limitOf(['ttft', 'p99', 1000], ['latency.ok', 'p50', 3000]), 10)
    assert.equal(limitOf(['ttft', 'p99', 100], ['latency', 'p50', 3000]), 5)
  })

  test('is not tightened by what lateness cancels from', () => {
    assert.equal(limitOf(['tpot', 'p99', 20], ['itl', 'p99', 20], ['stall', 'max', 20]), 10)
    assert.equal(limitOf(['ttft', 'stddev', 5]), 10)
  })
})
