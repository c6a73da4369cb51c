import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { describe, test } from 'node:test'
import { Mt19937 } from '../../../src/stats/random/mt19937.ts'
import { permutation } from '../../../src/stats/random/shuffle.ts'
import { mlperf } from './vectors.ts'

const QSL_SEED = mlperf.official_seeds['v6.1'].qsl_rng_seed
const MAPPINGS = [
  ['gcc11', 'lemire'],
  ['gcc10', 'scaled_division'],
] as const

describe('shuffle', () => {
  for (const [n, { order, next_u32 }] of Object.entries<{ order: number[]; next_u32: number }>(
    mlperf.rng.shuffle_iota.values,
  )) {
    for (const [mapping] of MAPPINGS) {
      test(`${n} items as ${mapping}, and the draw after it`, () => {
        const random = new Mt19937(QSL_SEED)
        assert.deepEqual(Array.from(permutation(Number(n), random, mapping)), order)
        assert.equal(random.next32(), next_u32)
      })
    }
  }

  for (const [n, variants] of Object.entries<{ [variant: string]: Big }>(mlperf.rng.shuffle_big)) {
    for (const [mapping, variant] of MAPPINGS) {
      test(`${n} items as ${mapping}, by hash`, () => {
        const expected = variants[variant]
        const random = new Mt19937(QSL_SEED)
        const order = permutation(Number(n), random, mapping)
        assert.deepEqual(Array.from(order.subarray(0, 16)), expected.first16)
        assert.deepEqual(Array.from(order.subarray(-8)), expected.last8)
        assert.equal(createHash('sha256').update(order).digest('hex'), expected.sha256_indices)
        assert.equal(random.next32(), expected.next_u32)
      })
    }
  }

  test('nothing is drawn for no items', () => {
    const random = new Mt19937(5489)
    assert.equal(permutation(0, random, 'gcc11').length, 0)
    assert.equal(random.next32(), 3499211612)
  })
})

interface Big {
  first16: number[]
  last8: number[]
  sha256_indices: string
  next_u32: number
}
