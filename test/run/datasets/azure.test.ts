import assert from 'node:assert/strict'
import path from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { openAzure } from '../../../src/run/datasets/azure.ts'
import { failureOf, promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

const HEADER = 'TIMESTAMP,ContextTokens,GeneratedTokens'
const FIXTURES = path.join(import.meta.dirname, '../../fixtures/datasets')

function open(t: TestContext, content: string, limit: number | null = null) {
  return openAzure({ kind: 'azure', path: temporaryFile(t, content), limit, seed: '1' }, '/')
}

describe('An Azure trace', () => {
  test('of 2023 is read to its last row, which has no line end', async () => {
    const dataset = await openAzure({ kind: 'azure', path: 'azure-2023-conv.csv', limit: null, seed: '1' }, FIXTURES)
    assert.equal(dataset.size, 50)
    // From 18:15:46.6805900 to 18:15:50.9951690 and to 18:16:13.1417340.
    assert.equal(dataset.arrivals?.[1], 4_314_579_000)
    assert.equal(dataset.arrivals?.[49], 26_461_144_000)
    const { inputTokens, outputTokens } = promptAt(dataset, 49)
    assert.deepEqual([inputTokens, outputTokens], [194, 217])
  })

  test('keeps ticks of 100 ns over days', async (t) => {
    const dataset = await open(t, `${HEADER}\n2024-05-10 23:59:59.9999999,1,1\n2024-05-17 00:00:00.0000001,1,1`)
    assert.deepEqual([...dataset.arrivals!], [0, 6 * 86_400e9 + 200])
  })

  test('of 2024 may carry a zone, fewer digits and a T', async (t) => {
    const dataset = await open(
      t,
      `${HEADER}\n2024-05-10 00:00:00.009930+00:00,1,1\n2024-05-10T02:00:01.00993+02:00,2,1\n2024-05-09 23:00:02.00993-0100,3,1\n2024-05-10 00:00:03.00993Z,4,1\n2024-05-10 00:00:05,5,1\n`,
    )
    assert.deepEqual([...dataset.arrivals!], [0, 1e9, 2e9, 3e9, 4_990_070_000])
  })

  test('is sorted by time, ties in the order of the file', async (t) => {
    const rows = ['05.0,1,1', '02.0,2,1', '05.0,3,1', '02.0,4,1'].map((row) => `2024-05-10 00:00:${row}`)
    const dataset = await open(t, [HEADER, ...rows].join('\r\n'))
    assert.deepEqual(
      [0, 1, 2, 3].map((i) => promptAt(dataset, i).inputTokens),
      [2, 4, 1, 3],
    )
    assert.deepEqual([...dataset.arrivals!], [0, 0, 3e9, 3e9])
  })

  test('is read by its header, whatever the order and the columns beside it', async (t) => {
    const dataset = await open(t, 'NumImages,generatedtokens,"ContextTokens",TIMESTAMP\n0,7,9,2024-05-10 00:00:00\n')
    const { inputTokens, outputTokens } = promptAt(dataset, 0)
    assert.deepEqual([inputTokens, outputTokens], [9, 7])
  })

  test('is read no further than its limit', async (t) => {
    const dataset = await open(t, `${HEADER}\n2024-05-10 00:00:00,1,1\n2024-05-10 00:00:00,1,1\nbroken`, 2)
    assert.equal(dataset.size, 2)
  })

  for (const [row, message] of [
    ['2024-02-30 00:00:00,1,1', /expected a time such as .* under "TIMESTAMP", got "2024-02-30 00:00:00"/],
    ['2024-02-03 24:00:00,1,1', /under "TIMESTAMP"/],
    ['yesterday,1,1', /under "TIMESTAMP"/],
    ['2024-02-03 00:00:00,-1,1', /a number of tokens under "ContextTokens", got "-1"/],
    ['2024-02-03 00:00:00,1,1.5', /under "GeneratedTokens", got "1.5"/],
    ['2024-02-03 00:00:00,1,', /under "GeneratedTokens", got ""/],
    ['2024-02-03 00:00:00,1', /under "GeneratedTokens", got no such cell/],
  ] as const) {
    test(`refuses the row ${row}`, async (t) => {
      const failure = await failureOf(open(t, `${HEADER}\r\n2024-02-03 00:00:00,1,1\r\n${row}\r\n`), 'dataset.row')
      assert.match(failure.message, message)
      assert.equal(failure.place?.line, 3)
      assert.equal(failure.place?.source, row)
    })
  }

  test('without a wanted column is refused with the header and the nearest name', async (t) => {
    const failure = await failureOf(open(t, 'TIMESTAMP,ContextToken,GeneratedTokens\n'), 'dataset.column')
    assert.match(failure.message, /"ContextTokens"/)
    assert.deepEqual([failure.place?.line, failure.hint], [1, 'The nearest is "ContextToken".'])
  })

  test('of a header alone is empty', async (t) => {
    await failureOf(open(t, `${HEADER}\r\n`), 'dataset.empty')
  })
})
