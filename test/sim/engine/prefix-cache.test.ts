import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { PrefixCache } from '../../../src/sim/engine/prefix-cache.ts'

describe('the prefix cache', () => {
  test('a prompt is never found whole: its last token must be computed', () => {
    const cache = new PrefixCache(1000)
    cache.remember([1, 2])
    assert.equal(cache.hits([1, 2], 32), 16)
    assert.equal(cache.hits([1, 2], 33), 32)
  })

  test('only what leads the prompt counts', () => {
    const cache = new PrefixCache(1000)
    cache.remember([1, 2, 3])
    assert.equal(cache.hits([9, 2, 3], 100), 0)
    assert.equal(cache.hits([1, 9, 3], 100), 16)
  })

  test('the blocks used longest ago are forgotten', () => {
    const cache = new PrefixCache(32)
    cache.remember([1])
    cache.remember([2])
    cache.remember([1])
    cache.remember([3])
    assert.deepEqual([cache.hits([1], 99), cache.hits([2], 99), cache.hits([3], 99)], [16, 0, 16])
  })
})
