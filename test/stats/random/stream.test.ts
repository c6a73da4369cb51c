import assert from 'node:assert/strict'
import { test } from 'node:test'
import { stream } from '../../../src/stats/random/stream.ts'

const firstOf = (seed: string, name: string) => {
  const random = stream(seed, name)
  return Array.from({ length: 4 }, () => random.next32())
}

test('the same seed and name give the same stream', () => {
  assert.deepEqual(firstOf('7', 'order'), firstOf('7', 'order'))
})

test('another name, another seed or another cut between them give another stream', () => {
  const all = [firstOf('7', 'order'), firstOf('7', 'schedule'), firstOf('71', 'order'), firstOf('7', '1order')]
  assert.equal(new Set(all.map(String)).size, all.length)
})

test('seeds beyond 2^32 are not cut', () => {
  assert.notDeepEqual(firstOf('1', 'order'), firstOf(String(2n ** 32n + 1n), 'order'))
})
