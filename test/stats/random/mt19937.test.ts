import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { low32 } from '../../../src/stats/random/seed.ts'
import { methodologyVector, mlperf } from './vectors.ts'

const take = (random: Mt19937, n: number) => Array.from({ length: n }, () => random.next32())

describe('mt19937', () => {
  for (const [seed, expected] of Object.entries<{ low32: number; u32: number[]; u32_index_623_624_625: number[] }>(
    mlperf.rng.mt19937,
  )) {
    test(`seed ${seed} gives std::mt19937's draws across the first twist`, () => {
      assert.equal(low32(seed), expected.low32)
      const draws = take(new Mt19937(seed), 626)
      assert.deepEqual(draws.slice(0, 10), expected.u32)
      assert.deepEqual(draws.slice(623), expected.u32_index_623_624_625)
    })
  }

  test('the 10000th draw is the one the C++ standard fixes', () => {
    const { input, expected } = methodologyVector('num.mt19937.u32')
    const draws = take(new Mt19937(input.seed), 10_000)
    assert.deepEqual(draws.slice(0, 3), expected.first3)
    assert.equal(draws[9999], expected.out10000)
  })

  test('only the low 32 bits of a seed count', () => {
    const seed = 2747215439041700203n
    assert.deepEqual(take(new Mt19937(seed), 3), take(new Mt19937(String(seed & 0xffffffffn)), 3))
  })

  test('a seed that is no whole number is refused', () => {
    assert.throws(() => new Mt19937('seven'), SyntaxError)
    assert.throws(() => new Mt19937(1.5), RangeError)
  })

  test('a key of 32-bit words gives the draws of init_by_array, as Python seeds its generator', () => {
    const { seed, values } = mlperf.endpoints_rng.u32_first4
    const low = Number(BigInt(seed) & 0xffffffffn)
    const high = Number(BigInt(seed) >> 32n)
    assert.deepEqual(take(Mt19937.fromKey([low, high]), 4), values)
  })
})
