import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { Answer } from '../../../../src/run/protocols/protocol.ts'
import { answerOf, STREAM, streamOf } from '../answer-of.ts'

const read = (texts: readonly string[]): Readonly<Answer> => {
  const responses = texts.map((text_output) => ({ model_name: 'llm', model_version: '1', text_output }))
  return answerOf('triton-generate-stream', streamOf(...responses), STREAM)
}

/** What a deployment with `accumulate_tokens` sends instead of these. */
const accumulated = (texts: readonly string[]): string[] => texts.map((_, i) => texts.slice(0, i + 1).join(''))

describe('a stream of Triton responses', () => {
  test('with all of the text so far in each has a token only where the text grows', () => {
    const { events, tokenEvents, tokensSeen } = read(['a', 'ab', 'abc', 'abc', 'abcd', 'abcd'])
    assert.deepEqual([events, tokenEvents, tokensSeen], [6, 4, 4])
  })

  test('with pieces of text has a token in each, also where one repeats or begins with the one before', () => {
    for (const texts of [
      ['a', 'a', 'a', 'a'],
      ['a', 'ab', 'ab', 'ab'],
      ['to', 'tomo', 'rrow', 'rrow'],
    ]) {
      assert.equal(read(texts).tokensSeen, 4, texts.join())
    }
  })

  test('has no token without text', () => assert.equal(read(['', 'a', '', 'b']).tokensSeen, 2))

  test('counts the same, whether pieces come or all of the text so far', () => {
    const piece = fc.string({ minLength: 1, maxLength: 4 })
    const pieces = fc.tuple(piece, piece, piece, fc.array(fc.oneof(piece, fc.constant('')))).map((all) => all.flat())
    fc.assert(
      fc.property(pieces, (texts) => assert.equal(read(accumulated(texts)).tokensSeen, texts.filter(Boolean).length)),
    )
  })
})
