import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { LengthPrompt } from '../../../src/run/datasets/dataset.ts'
import { idsOf } from '../../../src/run/datasets/ids.ts'
import { textOf } from '../../../src/run/datasets/text.ts'
import { WORDS } from '../../../src/run/datasets/words.ts'

function prompt(...blocks: (readonly [seed: string, tokens: number])[]): LengthPrompt {
  const tokens = blocks.reduce((sum, [, count]) => sum + count, 0)
  return { kind: 'length', tokens, blocks: blocks.map(([seed, count]) => ({ seed, tokens: count })) }
}

const anyPrompt = fc
  .array(fc.tuple(fc.string(), fc.integer({ min: 1, max: 600 })), { minLength: 1, maxLength: 5 })
  .map((blocks) => prompt(...blocks))

describe('Token ids of a prompt', () => {
  test('never change, because stored scenarios must send the same again', () => {
    assert.deepEqual([...idsOf(prompt(['1/block/0', 5]))], [3385, 2477, 1497, 2310, 3182])
  })

  test('are exactly as many as wanted and lie in the range', () => {
    fc.assert(
      fc.property(anyPrompt, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 5 }), (wanted, from, width) => {
        const ids = idsOf(wanted, { from, to: from + width })
        assert.equal(ids.length, wanted.tokens)
        assert.ok(ids.every((id) => id >= from && id < from + width))
      }),
    )
  })

  test('lie between 300 and 3899 unless told otherwise', () => {
    const ids = idsOf(prompt(['a', 100_000]))
    assert.equal(Math.min(...ids.subarray(0, 50_000)), 300)
    assert.equal(
      ids.reduce((a, b) => Math.max(a, b)),
      3899,
    )
  })

  test('of a block are the same after any other block, and a shorter one begins alike', () => {
    const alone = idsOf(prompt(['x', 512]))
    assert.deepEqual(idsOf(prompt(['y', 37], ['x', 512])).subarray(37), alone)
    assert.deepEqual(idsOf(prompt(['x', 100])), alone.subarray(0, 100))
    assert.notDeepEqual(idsOf(prompt(['y', 512])), alone)
  })
})

describe('Text of a prompt', () => {
  const words = (text: string) => text.split(' ')

  test('never changes, because stored scenarios must send the same again', () => {
    assert.equal(textOf(prompt(['1/block/0', 5]), 1), 'hour gave most food center')
  })

  test('has as many words as tokens times the calibrated ratio', () => {
    assert.equal(words(textOf(prompt(['x', 1000]), 1)).length, 1000)
    assert.equal(words(textOf(prompt(['x', 1000]), 0.76)).length, 760)
    assert.equal(words(textOf(prompt(['x', 512], ['y', 512], ['z', 10]), 0.9)).length, 461 + 461 + 9)
    assert.equal(words(textOf(prompt(['x', 1]), 0.1)).length, 1)
  })

  test('is of plain lower-case words, none twice in the list', () => {
    assert.ok(words(textOf(prompt(['x', 1000]), 1)).every((word) => WORDS.includes(word)))
    assert.equal(new Set(WORDS).size, WORDS.length)
    assert.ok(WORDS.every((word) => /^[a-z]{2,11}$/.test(word)))
  })

  test('of a block is the same after any other block, and a shorter one begins alike', () => {
    const alone = textOf(prompt(['x', 512]), 0.8)
    assert.ok(textOf(prompt(['y', 37], ['x', 512]), 0.8).endsWith(` ${alone}`))
    assert.ok(alone.startsWith(`${textOf(prompt(['x', 100]), 0.8)} `))
    assert.notEqual(textOf(prompt(['y', 512]), 0.8), alone)
  })
})
