import assert from 'node:assert/strict'
import { describe, type TestContext, test } from 'node:test'
import { openBurstgpt } from '../../../src/run/datasets/burstgpt.ts'
import { failureOf, promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

function open(t: TestContext, content: string) {
  return openBurstgpt({ kind: 'burstgpt', path: temporaryFile(t, content), limit: null, seed: '1' }, '/')
}

describe('A BurstGPT trace', () => {
  const old = `Timestamp,Model,Request tokens,Response tokens,Total tokens,Log Type
5,ChatGPT,472,18,490,Conversation log
45.5,GPT-4,1087,230,1317,API log
`
  const recent = `Timestamp,Session ID,Elapsed time,Model,Request tokens,Response tokens,Total tokens,Log Type
5.0,7,1.25,ChatGPT,472,18,490,Conversation log
45.5,,,GPT-4,1087,230,1317,API log
`
  for (const [name, content] of [
    ['an old file', old],
    ['a file with session columns', recent],
  ] as const) {
    test(`is read by the header of ${name}`, async (t) => {
      const dataset = await open(t, content)
      assert.deepEqual([...dataset.arrivals!], [0, 40.5e9])
      const rows = [0, 1].map((i) => promptAt(dataset, i))
      assert.deepEqual(
        rows.map(({ inputTokens, outputTokens }) => [inputTokens, outputTokens]),
        [
          [472, 18],
          [1087, 230],
        ],
      )
    })
  }

  test('leaves out failed requests, which have no response, and counts time from the first other', async (t) => {
    const dataset = await open(t, `${old.replace('472,18', '472,0')}100,ChatGPT,3,4,7,API log\n`)
    assert.equal(dataset.size, 2)
    assert.deepEqual([...dataset.arrivals!], [0, 54.5e9])
  })

  test('keeps order and whole seconds over its 121 days', async (t) => {
    const dataset = await open(t, `${old}10454399,ChatGPT,3,4,7,API log\n10454400,ChatGPT,3,5,8,API log\n`)
    assert.deepEqual([...dataset.arrivals!.slice(2)], [10_454_394e9, 10_454_395e9])
  })

  test('takes a comma inside quotes for part of its cell', async (t) => {
    const dataset = await open(t, `${old}100,"GPT, ""4""","3", 4 ,7,"API log"\n`)
    const { inputTokens, outputTokens } = promptAt(dataset, 2)
    assert.deepEqual([inputTokens, outputTokens], [3, 4])
  })

  test('refuses a row without seconds', async (t) => {
    const failure = await failureOf(open(t, `${old}-1,ChatGPT,3,4,7,API log\n`), 'dataset.row')
    assert.match(failure.message, /expected seconds under "Timestamp", got "-1"/)
    assert.equal(failure.place?.line, 4)
  })
})
