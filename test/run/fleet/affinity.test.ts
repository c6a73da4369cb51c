import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { PromptSample, Sample } from '../../../src/run/datasets/dataset.ts'
import { affinityOf } from '../../../src/run/fleet/affinity.ts'

const prompt = (content: PromptSample['prompt'], session?: string): Sample => ({
  kind: 'prompt',
  prompt: content,
  ...(session !== undefined && { session }),
  inputTokens: -1,
  outputTokens: 1,
})
const text = (content: string, session?: string) => prompt({ kind: 'text', text: content }, session)
const blocks = (...list: [string, number][]) =>
  prompt({
    kind: 'length',
    tokens: list.reduce((sum, [, tokens]) => sum + tokens, 0),
    blocks: list.map(([seed, tokens]) => ({ seed, tokens })),
  })

const prefix = (sample: Sample, tokens: number) => affinityOf(sample, 0, tokens).prefix
const session = (sample: Sample, index: number) => affinityOf(sample, index, 10).session

describe('affinity by session', () => {
  test('is the conversation where the dataset knows it, whatever its sample', () => {
    assert.equal(session(text('a', 'talk 1'), 3), session(text('b', 'talk 1'), 9))
    assert.notEqual(session(text('a', 'talk 1'), 3), session(text('a', 'talk 2'), 3))
  })

  test('is the sample itself elsewhere', () => {
    assert.equal(session(text('a'), 3), session(text('b'), 3))
    assert.notEqual(session(text('a'), 3), session(text('a'), 4))
  })
})

describe('affinity by prefix', () => {
  test('of a length looks at the first tokens of its blocks alone', () => {
    const [one, other] = [blocks(['group', 512], ['row 1', 40]), blocks(['group', 512], ['row 2', 90])]
    assert.equal(prefix(one, 512), prefix(other, 512))
    assert.equal(prefix(one, 100), prefix(other, 100))
    assert.notEqual(prefix(one, 513), prefix(other, 513))
    assert.notEqual(prefix(one, 512), prefix(blocks(['other group', 512]), 512))
  })

  test('of a text takes four characters for a token', () => {
    assert.equal(prefix(text('the same start, one end'), 4), prefix(text('the same start, other end'), 4))
    assert.notEqual(prefix(text('the same start, one end'), 5), prefix(text('the same start, other end'), 5))
  })

  test('of a chat goes on from one message to the next', () => {
    const chat = (...contents: string[]) =>
      prompt({
        kind: 'messages',
        messages: contents.map((content, i) => ({ role: i === 0 ? 'system' : 'user', content })),
      })
    assert.equal(prefix(chat('be kind!', 'hello'), 2), prefix(chat('be kind!', 'bye'), 2))
    assert.notEqual(prefix(chat('be kind!', 'hello'), 3), prefix(chat('be kind!', 'bye'), 3))
  })

  test('of tensors looks at their first values', () => {
    const tensors = (...data: number[]): Sample => ({
      kind: 'tensors',
      inputs: [{ name: 'x', shape: [data.length], datatype: 'INT32', data }],
      outputs: [],
      binary: false,
    })
    assert.equal(prefix(tensors(1, 2, 3), 2), prefix(tensors(1, 2, 4), 2))
    assert.notEqual(prefix(tensors(1, 2, 3), 3), prefix(tensors(1, 2, 4), 3))
  })
})
