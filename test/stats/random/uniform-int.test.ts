import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { uniformInt } from '../../../src/stats/random/uniform-int.ts'
import { methodologyVector, mlperf } from './vectors.ts'

const SAMPLE_INDEX_SEED = mlperf.official_seeds['v6.1'].sample_index_rng_seed

describe('uniform integers', () => {
  for (const [mapping, section] of [
    ['gcc11', 'lemire'],
    ['gcc10', 'scaled_division'],
  ] as const) {
    for (const [n, expected] of Object.entries<number[]>(mlperf.rng.uniform_int[section])) {
      test(`below ${n} as ${mapping}`, () => {
        const random = new Mt19937(SAMPLE_INDEX_SEED)
        assert.deepEqual(
          expected.map(() => uniformInt(random, Number(n), mapping)),
          expected,
        )
      })
    }
  }

  test('below 1024 is the high half of the product', () => {
    const { input, expected } = methodologyVector('num.mlperf.sample_index')
    const random = new Mt19937(input.sample_index_rng_seed)
    assert.deepEqual(
      expected.first8.map(() => uniformInt(random, input.set_size, 'gcc11')),
      expected.first8,
    )
  })

  test('below one still takes a draw', () => {
    const random = new Mt19937(5489)
    assert.equal(uniformInt(random, 1, 'gcc11'), 0)
    assert.equal(random.next32(), 581869302)
  })

  test('products above 2^53 are exact', () => {
    const draws = fc.integer({ min: 0, max: 2 ** 32 - 1 })
    fc.assert(
      fc.property(draws, fc.integer({ min: 1, max: 2 ** 32 - 1 }), (draw, n) => {
        const product = BigInt(draw) * BigInt(n)
        fc.pre((product & 0xffffffffn) >= BigInt(n))
        const fixed = { next32: () => draw } as Mt19937
        assert.equal(uniformInt(fixed, n, 'gcc11'), Number(product >> 32n))
      }),
    )
  })

  test('draws that would favor some integers are drawn again', () => {
    const n = 3_000_000_000
    const draws = [0, 1, 7]
    const random = { next32: () => draws.shift() } as unknown as Mt19937
    const reject = 2 ** 32 % n
    const first = [0, 1, 7].find((draw) => (draw * n) % 2 ** 32 >= reject)
    assert.equal(uniformInt(random, n, 'gcc11'), Math.floor(((first as number) * n) / 2 ** 32))
    assert.equal(uniformInt({ next32: () => 5 } as Mt19937, n, 'gcc10'), 5)
  })
})
