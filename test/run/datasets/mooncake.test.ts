import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { idsOf } from '../../../src/run/datasets/ids.ts'
import { openMooncake } from '../../../src/run/datasets/mooncake.ts'
import { failureOf, lengthAt, promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

const FIXTURES = path.join(import.meta.dirname, '../../fixtures/datasets')
const spec = { kind: 'mooncake', limit: null, seed: '1' } as const

function open(t: TestContext, ...rows: object[]) {
  const content = rows.map((row) => JSON.stringify(row)).join('\n')
  return openMooncake({ ...spec, path: temporaryFile(t, content) }, '/')
}

const row = (timestamp: number, input_length: number, hash_ids?: unknown) => ({
  timestamp,
  input_length,
  output_length: 3,
  hash_ids,
})

describe('A Mooncake trace', () => {
  test('keeps the published times in ms, ties included, and lengths', async () => {
    const dataset = await openMooncake({ ...spec, path: 'mooncake-conversation.jsonl' }, FIXTURES)
    assert.equal(dataset.size, 50)
    assert.deepEqual([...dataset.arrivals!.slice(8, 12)], [0, 0, 3e9, 3e9])
    const { inputTokens, outputTokens } = promptAt(dataset, 1)
    assert.deepEqual([inputTokens, outputTokens], [7322, 490])
    dataset.close()
  })

  test('gives two requests the same tokens exactly as far as their ids agree', async () => {
    const dataset = await openMooncake({ ...spec, path: 'mooncake-conversation.jsonl' }, FIXTURES)
    const [one, other] = [0, 1].map((i) => idsOf(lengthAt(dataset, i)))
    assert.deepEqual([one.length, other.length], [6758, 7322])
    assert.deepEqual(one.subarray(0, 512), other.subarray(0, 512))
    const agreeing = one.subarray(512).filter((id, i) => id === other[512 + i]).length
    assert.ok(agreeing < 20, `${agreeing} of 6246 agree past the common block`)
    dataset.close()
  })

  test('gives an id the same tokens at any place, its beginning where it is cut', async (t) => {
    const dataset = await open(t, row(0, 1024, [7, 8]), row(1, 1500, [9, 8, 7]))
    const [one, other] = [0, 1].map((i) => idsOf(lengthAt(dataset, i)))
    assert.deepEqual(other.subarray(512, 1024), one.subarray(512))
    assert.deepEqual(other.subarray(1024), one.subarray(0, 476))
    dataset.close()
  })

  test('gives other content for another seed', async (t) => {
    const path = temporaryFile(t, JSON.stringify(row(0, 600, [1, 2])))
    const [one, other] = [
      await openMooncake({ ...spec, path }, '/'),
      await openMooncake({ ...spec, path, seed: '2' }, '/'),
    ]
    assert.notDeepEqual(idsOf(lengthAt(one, 0)), idsOf(lengthAt(other, 0)))
    one.close()
    other.close()
  })

  test('is sorted by time, each request with its own blocks', async (t) => {
    const dataset = await open(t, row(50, 10, ['late']), row(12.5, 20, ['early']), row(50, 30, ['last']))
    assert.deepEqual([...dataset.arrivals!], [0, 37.5e6, 37.5e6])
    assert.deepEqual(
      [0, 1, 2].map((i) => lengthAt(dataset, i).blocks),
      [
        [{ seed: '1/block/early', tokens: 20 }],
        [{ seed: '1/block/late', tokens: 10 }],
        [{ seed: '1/block/last', tokens: 30 }],
      ],
    )
    dataset.close()
  })

  test('may do without ids: no content is common then', async (t) => {
    const dataset = await open(t, row(0, 700), row(0, 700))
    const [one, other] = [0, 1].map((i) => lengthAt(dataset, i))
    assert.equal(one.blocks.length, 1)
    assert.notEqual(one.blocks[0].seed, other.blocks[0].seed)
    dataset.close()
  })

  for (const [broken, message] of [
    [row(0, 513, [1]), /expected 2 "hash_ids", one for every 512 of 513 tokens, got 1/],
    [row(0, 5, 'x'), /"hash_ids".*got a string/],
    [row(0, 5, [{}]), /expected 1 "hash_ids".*got 0/],
    [row(-1, 5, [1]), /"timestamp" to be a time in ms, got -1/],
    [{ ...row(0, 5, [1]), output_length: null }, /"output_length" to be a number of tokens, got null/],
    [{ timestamp: 0 }, /"input_length" to be a number of tokens, got nothing/],
  ] as const) {
    test(`refuses ${JSON.stringify(broken)}`, async (t) => {
      const failure = await failureOf(open(t, row(0, 5, [1]), broken), 'dataset.row')
      assert.match(failure.message, message)
      assert.equal(failure.place?.line, 2)
    })
  }

  test('names the conversation of a request where the row does', async (t) => {
    const dataset = await open(t, { ...row(0, 5), session_id: 'c7' }, { ...row(1, 5), session_id: 12 }, row(2, 5))
    assert.deepEqual(
      [0, 1, 2].map((i) => promptAt(dataset, i).session),
      ['c7', '12', undefined],
    )
    dataset.close()
  })
})
