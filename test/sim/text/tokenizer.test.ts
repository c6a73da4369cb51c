import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { tokenizeIds, tokenizeText } from '../../../src/sim/text/tokenizer.ts'

describe('the tokenizer', () => {
  test('short words and signs are a token each, after one that begins every text', () => {
    assert.equal(tokenizeText('word '.repeat(12000).trimEnd(), false).tokens, 12001)
    assert.equal(tokenizeText('Hello, world 2026', false).tokens, 1 + 5)
    assert.equal(tokenizeText('', false).tokens, 1)
  })

  test('ids count as they are', () => {
    assert.deepEqual(tokenizeIds([5, 6, 7], true), { tokens: 3, blocks: [], ids: [5, 6, 7] })
  })

  test('prompts share exactly the blocks before their first difference', () => {
    const ids = Array.from({ length: 64 }, (_, i) => i)
    const one = tokenizeIds(ids, true).blocks
    const other = tokenizeIds(ids.with(40, 999), true).blocks
    assert.equal(one.length, 4)
    assert.deepEqual(
      one.map((block, i) => block === other[i]),
      [true, true, false, false],
    )
  })
})
