import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { textOfPrompt } from '../../../../src/run/protocols/request/prompt.ts'

const wanted = (tokens: number) => ({
  kind: 'prompt' as const,
  prompt: { kind: 'length' as const, tokens, blocks: [{ seed: 'a', tokens }] },
  inputTokens: tokens,
  outputTokens: 1,
})

describe('a prompt made up as text', () => {
  for (const [wordsPerToken, words] of [
    [1, 100],
    [0.4, 40],
    [1.5, 150],
  ]) {
    test(`has ${words} words for 100 tokens at ${wordsPerToken} words per token`, () => {
      assert.equal(textOfPrompt(wanted(100), 'openai-chat', wordsPerToken).split(' ').length, words)
    })
  }
})
