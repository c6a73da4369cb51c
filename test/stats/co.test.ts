import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { omittedLatencies } from '../../src/stats/co.ts'
import { Histogram } from '../../src/stats/histogram.ts'
import { moments } from '../../src/stats/moments.ts'
import { ordered, ppm, quantile, sortInPlace } from '../../src/stats/quantile.ts'
import { near, vector } from './vectors.ts'

describe('coordinated omission', () => {
  test('co.corrected: what one stall hid is estimated back', () => {
    const { input, expected, tol } = vector('co.corrected')
    const range = { lowest: 1, highest: 3.6e9, digits: 3 }
    const naive = new Histogram(range)
    const corrected = new Histogram(range)
    const latencies = [...Array(input.n_1ms).fill(1000), input.stall_us]
    for (const latency of latencies) {
      naive.record(latency)
      corrected.record(latency)
      for (const missed of omittedLatencies(latency, input.expected_interval_us)) corrected.record(missed)
    }
    assert.equal(naive.quantile(ppm(0.5)), expected.naive_p50_us)
    assert.equal(naive.quantile(ppm(0.9999)), expected.naive_p99_99_us)
    assert.ok(near(moments(latencies).mean / 1000, expected.naive_mean_ms, tol))
    assert.equal(corrected.n, expected.corrected_total)
    assert.equal(corrected.quantile(ppm(0.5)), expected.corrected_p50)
    assert.equal(corrected.quantile(ppm(0.75)), expected.corrected_p75)
    assert.equal(corrected.quantile(ppm(0.99)), expected.corrected_p99)
    assert.equal(corrected.quantile(ppm(0.9999)), expected.corrected_p99_99)
    assert.ok(near(corrected.mean, expected.corrected_mean_us, tol))
  })

  test('co.stall: only the due-based view sees the frozen second', () => {
    const { input, expected, tol } = vector('co.stall')
    const [frozenFrom, frozenTo] = input.freeze_ms
    const service: number[] = []
    const latency: number[] = []
    const lag: number[] = []
    let free = 0
    for (let i = 0; i < input.n; i++) {
      const due = i * input.interval_ms
      const sent = Math.max(due, free)
      let done = sent + input.service_ms
      if (done > frozenFrom && sent < frozenTo) done += frozenTo - Math.max(sent, frozenFrom)
      free = done
      service.push(done - sent)
      latency.push(done - due)
      lag.push(sent - due)
    }
    const rank = (values: number[], p: number) => quantile(ordered(sortInPlace(Float64Array.from(values))), ppm(p))
    for (const [name, pair] of Object.entries<number[]>(expected)) {
      if (!name.startsWith('p')) continue
      const p = Number(name.slice(1)) / 100
      assert.deepEqual([rank(service, p), rank(latency, p)], pair, name)
    }
    assert.ok(near(moments(service).mean, expected.mean[0], tol))
    assert.ok(near(moments(latency).mean, expected.mean[1], tol))
    assert.equal(latency.filter((value) => value > input.service_ms).length, expected.affected_from_intended)
    assert.equal(rank(lag, 0.99), expected.lag_p99)
  })
})
