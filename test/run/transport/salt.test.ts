import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { saltStart, writeSalt } from '../../../src/run/transport/salt.ts'

const written = (number: number, places: readonly number[]) => {
  const bytes = Buffer.from('....000000000')
  writeSalt(bytes, 4, places, number)
  return bytes.toString('latin1', 4)
}
const NINE = [0, 1, 2, 3, 4, 5, 6, 7, 8]

describe('salt', () => {
  test('has the digits of its number, the last ones where there is no room for all', () => {
    assert.equal(written(42, NINE), '000000042')
    assert.equal(written(1_999_999_998, NINE), '999999998')
    assert.equal(written(1234, [7, 8]), '000000034')
  })

  test('of warm-up requests, which count down from −1, ends with nines', () => {
    assert.equal(written(-1, NINE), '999999999')
    assert.equal(written(-2, NINE), '999999998')
  })

  test('begins elsewhere in every run, so that no run finds the prompts of another in a cache', () => {
    const starts = Array.from({ length: 1000 }, (_, i) => saltStart(`tg-20260101-0000${i}-chat`))
    assert.equal(new Set(starts).size, starts.length)
    assert.ok(starts.every((start) => Number.isInteger(start) && start >= 0 && start < 1e9))
    assert.equal(saltStart('tg-a'), saltStart('tg-a'))
  })
})
