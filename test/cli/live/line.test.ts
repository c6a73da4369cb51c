import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { drawLine } from '../../../src/cli/live/line.ts'
import { timeText } from '../../../src/cli/live/time-text.ts'
import { sampleReplica, sampleState } from './sample-state.ts'

describe('the line where nobody watches', () => {
  test('holds time, rates, requests in flight, percentiles and failures by outcome', () => {
    assert.equal(
      drawLine(sampleState()),
      '1 min 12 s  measuring  offered 20/s  achieved 19.8/s  good 19.6/s  12 in flight  ttft p50 120 ms p99 431 ms  8 failed (http_5xx 5, reset 3)',
    )
  })

  test('says that nothing failed, and latency where nothing is streamed', () => {
    assert.match(drawLine(sampleState({ failures: [], ttft: null })), / {2}latency p50 2.20 s p99 4.40 s {2}0 failed$/)
  })

  test('of several replicas it says how uneven their load is', () => {
    const shares = [0.5, 0.25, 0.25]
    const replicas = shares.map((share, i) => sampleReplica(`replica-${i}`, { share }))
    assert.match(drawLine(sampleState({ replicas })), / {2}imbalance 1\.50 max\/mean {2}8 failed \(/)
    const idle = replicas.map((replica) => ({ ...replica, share: Number.NaN }))
    assert.match(drawLine(sampleState({ replicas: idle })), / {2}imbalance – {2}8 failed/)
  })

  test('time is told to the second, in the two largest units', () => {
    const seconds = [0, 42, 60, 72, 3600, 7500, 90_000]
    const told = ['0 s', '42 s', '1 min', '1 min 12 s', '1 h', '2 h 5 min', '25 h']
    assert.deepEqual(
      seconds.map((n) => timeText(n * 1e9)),
      told,
    )
  })
})
