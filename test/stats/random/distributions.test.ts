import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { exponential, loadgenGap } from '../../../src/stats/random/exponential.ts'
import { gamma } from '../../../src/stats/random/gamma.ts'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { lognormal, normal } from '../../../src/stats/random/normal.ts'
import { methodologyVector, mlperf } from './vectors.ts'

describe('LoadGen gaps', () => {
  for (const [rate, expected] of Object.entries<number[]>(mlperf.rng.exponential_ns.values)) {
    test(`at ${rate}/s are LoadGen’s to the nanosecond`, () => {
      const random = new Mt19937(mlperf.official_seeds['v6.1'].schedule_rng_seed)
      assert.deepEqual(
        expected.map(() => loadgenGap(random, Number(rate))),
        expected,
      )
    })
  }

  test('summed as integers they are the schedule', () => {
    const { input, expected } = methodologyVector('num.mlperf.schedule')
    const random = new Mt19937(input.schedule_rng_seed)
    let due = 0
    for (const offset of expected.offsets_ns) {
      assert.equal(due, offset)
      due += loadgenGap(random, input.target_qps)
    }
  })
})

/** Mean and variance of n draws, each expected within five of its own standard errors; seeds are fixed. */
function moments(draw: (random: Mt19937) => number, n = 40_000) {
  const random = new Mt19937(20260101)
  const values = Array.from({ length: n }, () => draw(random))
  const mean = values.reduce((a, b) => a + b, 0) / n
  const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / n
  return { mean, variance, n }
}

describe('distributions', () => {
  const cases: [string, (random: Mt19937) => number, number, number, number][] = [
    ['exponential', exponential, 1, 1, 9],
    ['normal', normal, 0, 1, 3],
    ['lognormal', (r) => lognormal(r, 200, 50), 200, 2500, 4.1],
    ['gamma of shape 4', (r) => gamma(r, 4), 4, 4, 4.5],
    ['gamma of shape 1', (r) => gamma(r, 1), 1, 1, 9],
    ['gamma of shape 0.25', (r) => gamma(r, 0.25), 0.25, 0.25, 27],
    ['gamma of shape 0.05', (r) => gamma(r, 0.05), 0.05, 0.05, 123],
  ]
  for (const [name, draw, mean, variance, kurtosis] of cases) {
    test(`${name} has its mean and variance`, () => {
      const seen = moments(draw)
      assert.ok(Math.abs(seen.mean - mean) < 5 * Math.sqrt(variance / seen.n), `mean ${seen.mean}`)
      const error = variance * Math.sqrt((kurtosis - 1) / seen.n)
      assert.ok(Math.abs(seen.variance - variance) < 5 * error, `variance ${seen.variance}`)
    })
  }
})
