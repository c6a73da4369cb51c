import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { canonical } from '../../../src/stats/random/canonical.ts'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { index, uniform } from '../../../src/stats/random/uniform.ts'
import { methodologyVector, mlperf } from './vectors.ts'

describe('canonical', () => {
  for (const [seed, pairs] of Object.entries<[number, string][]>(mlperf.rng.canonical_double.values)) {
    test(`seed ${seed} gives libstdc++'s doubles to the last bit`, () => {
      const random = new Mt19937(seed)
      for (const [decimal, bits] of pairs) {
        const drawn = canonical(random)
        assert.equal(drawn, decimal)
        assert.equal(bitsOf(drawn), bits)
      }
    })
  }

  test('stays below one when both draws are all ones', () => {
    const allOnes = { next32: () => 2 ** 32 - 1 } as Mt19937
    assert.equal(canonical(allOnes), 1 - 2 ** -53)
  })
})

describe('uniform', () => {
  test('equals NumPy’s random_sample', () => {
    const { input, expected } = methodologyVector('num.mt19937.u53')
    const random = new Mt19937(input.seed)
    assert.deepEqual(
      expected.u.map(() => uniform(random)),
      expected.u,
    )
  })

  test('indices are its floor', () => {
    const { input, expected } = methodologyVector('num.index')
    const random = new Mt19937(input.seed)
    assert.deepEqual(
      expected.idx.map(() => index(random, input.n)),
      expected.idx,
    )
  })
})

function bitsOf(value: number): string {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  return view.getBigUint64(0).toString(16).padStart(16, '0')
}
