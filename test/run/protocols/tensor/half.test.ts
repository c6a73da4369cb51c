import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { bfloat16Bits, float16Bits } from '../../../../src/run/protocols/tensor/half.ts'

/** The value of a half, from its definition. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

describe('half precision', () => {
  test('every half is its own nearest half', () => {
    for (let bits = 0; bits < 0x10000; bits++) {
      const value = halfOf(bits)
      if (!Number.isNaN(value)) assert.equal(float16Bits(value), bits)
    }
  })

  test('a value between two goes to the nearer one, from the middle to the even one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0x7bfe }), fc.double({ min: 0, max: 1, noNaN: true }), (bits, share) => {
        const low = halfOf(bits)
        const high = halfOf(bits + 1)
        const value = low + (high - low) * share
        const middle = low + (high - low) / 2
        const expected = value === middle ? bits + (bits & 1) : value < middle ? bits : bits + 1
        assert.equal(float16Bits(value), expected)
      }),
    )
  })

  test('past the largest half lies infinity', () => {
    assert.equal(float16Bits(65519.99), 0x7bff)
    assert.equal(float16Bits(65520), 0x7c00)
    assert.equal(float16Bits(Number.NaN), 0x7e00)
  })
})

describe('bfloat16', () => {
  test('is the upper half of the float32, rounded to nearest even', () => {
    assert.equal(bfloat16Bits(1), 0x3f80)
    assert.equal(bfloat16Bits(1 + 2 ** -8), 0x3f80)
    assert.equal(bfloat16Bits(1 + 3 * 2 ** -8), 0x3f82)
    assert.equal(bfloat16Bits(1 + 2 ** -8 + 2 ** -20), 0x3f81)
    assert.equal(bfloat16Bits(-0), 0x8000)
    assert.equal(bfloat16Bits(Number.NEGATIVE_INFINITY), 0xff80)
    assert.equal(bfloat16Bits(Number.NaN), 0x7fc0)
  })
})
