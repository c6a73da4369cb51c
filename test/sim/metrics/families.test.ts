import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { requestTokens } from '../../../src/sim/metrics/buckets.ts'
import { Counter, Histogram } from '../../../src/sim/metrics/families.ts'

describe('metric families', () => {
  test('histogram buckets are cumulative and a value on a bound is inside it', () => {
    const histogram = new Histogram('h', 'Help.', 'm', [1, 2.5])
    for (const value of [0.5, 1, 2, 9]) histogram.observe(value)
    assert.deepEqual(histogram.expose().split('\n'), [
      '# HELP h Help.',
      '# TYPE h histogram',
      'h_bucket{engine="0",le="1.0",model_name="m"} 2.0',
      'h_bucket{engine="0",le="2.5",model_name="m"} 3.0',
      'h_bucket{engine="0",le="+Inf",model_name="m"} 4.0',
      'h_count{engine="0",model_name="m"} 4.0',
      'h_sum{engine="0",model_name="m"} 12.5',
      '',
    ])
  })

  test('every series of a counter is there before its first event', () => {
    const counter = new Counter('c_total', 'Help.', ['a="1"', 'a="2"'])
    counter.add('a="2"', 3)
    assert.match(counter.expose(), /c_total\{a="1"\} 0\.0\nc_total\{a="2"\} 3\.0\n$/)
  })

  test('token buckets end at the context, as in a recording of 4096', () => {
    assert.deepEqual(requestTokens(4096), [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000])
  })
})
