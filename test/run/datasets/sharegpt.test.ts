import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openSharegpt } from '../../../src/run/datasets/sharegpt.ts'
import { failureOf, promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

type Turn = readonly [from: string, value: string]

const chat = (...turns: Turn[]) => ({ id: 'x', conversations: turns.map(([from, value]) => ({ from, value })) })

function open(t: TestContext, content: unknown, defaultOutput: number | null = null, limit: number | null = null) {
  const path = temporaryFile(t, typeof content === 'string' ? content : JSON.stringify(content, null, 2))
  return openSharegpt({ kind: 'sharegpt', path, defaultOutput, limit }, '/')
}

describe('A ShareGPT dataset', () => {
  test('prompts with the first human turn that a reply follows', async (t) => {
    const dataset = await open(t, [
      chat(['human', 'Hello?'], ['gpt', 'Hello to you.'], ['human', 'More'], ['gpt', 'No']),
      chat(['system', 'Be brief.'], ['human', 'Why?'], ['gpt', 'So.']),
      chat(['gpt', 'Earlier.'], ['user', 'And?'], ['assistant', 'Later.']),
    ])
    const texts = [0, 1, 2].map((i) => promptAt(dataset, i).prompt)
    assert.deepEqual(
      texts,
      ['Hello?', 'Why?', 'And?'].map((text) => ({ kind: 'text', text })),
    )
    assert.equal(dataset.size, 3)
    dataset.close()
  })

  test('asks for a quarter of the reply’s characters, or for what it is told', async (t) => {
    const chats = [chat(['human', 'a'], ['gpt', 'x'.repeat(41)])]
    const estimated = await open(t, chats)
    assert.equal(promptAt(estimated, 0).outputTokens, 11)
    estimated.close()
    const told = await open(t, chats, 64)
    assert.equal(promptAt(told, 0).outputTokens, 64)
    told.close()
  })

  test('leaves out conversations without an exchange, and counts only the others to its limit', async (t) => {
    const good = chat(['human', 'a'], ['gpt', 'b'])
    const odd = [chat(), chat(['human', 'a']), chat(['human', 'a'], ['human', 'b']), chat(['gpt', 'a'], ['gpt', 'b'])]
    const dataset = await open(t, [...odd, good, chat(['human', ''], ['gpt', 'b']), good, good], null, 2)
    assert.equal(dataset.size, 2)
    dataset.close()
  })

  test('names the line an entry without conversations begins on', async (t) => {
    const failure = await failureOf(open(t, '[\n{"conversations":[]},\n{"id":"b",\n"turns":[]}]'), 'dataset.row')
    assert.equal(failure.place?.line, 3)
    assert.match(failure.message, /"conversations".*got nothing/)
    assert.equal(failure.place?.source, '{"id":"b", "turns":[]}')
  })

  test('names the line of an entry that is no JSON', async (t) => {
    const failure = await failureOf(open(t, '[{"conversations":[]},\n\n{"conversations":[}]}]'), 'dataset.row')
    assert.equal(failure.place?.line, 3)
  })

  test('is no file of one object a line', async (t) => {
    const failure = await failureOf(open(t, '{"conversations":[]}\n{"conversations":[]}'), 'dataset.row')
    assert.match(failure.hint ?? '', /kind jsonl/)
  })

  test('is empty when none of its conversations has an exchange', async (t) => {
    await failureOf(open(t, [chat(), chat()]), 'dataset.empty')
    await failureOf(open(t, []), 'dataset.empty')
  })
})
