import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { parquetReadObjects } from 'hyparquet'
import { encodeRequests, encodeTokens } from '../../../src/log/parquet.ts'
import { batchOf } from '../sample.ts'

const read = (bytes: Uint8Array): Promise<{ [name: string]: unknown }[]> =>
  parquetReadObjects({ file: bytes.slice().buffer }) as Promise<{ [name: string]: unknown }[]>

const tokens = (instants: readonly number[]) =>
  instants.map((at, i) => ({ request: i, at, gap: at, events: i % 3, tokens: 1 }))

async function instantsOf(rows: readonly { [name: string]: number }[], parts = 1): Promise<number[]> {
  const size = Math.ceil(rows.length / parts)
  const batches = Array.from({ length: parts }, (_, i) => batchOf([], rows.slice(i * size, (i + 1) * size)).tokens)
  return (await read(encodeTokens(batches, () => {}))).map((row) => Number(row.at))
}

describe('a column of a part', () => {
  test('holds differences of every width, in whole blocks and in a part of one', async () => {
    for (let width = 0; width <= 52; width++) {
      for (const count of [1, 2, 33, 128, 129, 300]) {
        const instants = Array.from({ length: count }, (_, i) => (i % 3 === 1 ? 2 ** width - 1 : i % 2))
        assert.deepEqual(await instantsOf(tokens(instants)), instants, `${count} values of ${width} bits`)
      }
    }
  })

  test('gives any instants back, however they are split into batches', async () => {
    const instant = fc.integer({ min: -(2 ** 40), max: 2 ** 52 })
    await fc.assert(
      fc.asyncProperty(
        fc.array(instant, { minLength: 1, maxLength: 400 }),
        fc.integer({ min: 1, max: 4 }),
        async (of, parts) => {
          assert.deepEqual(await instantsOf(tokens(of), parts), of)
        },
      ),
      { numRuns: 40 },
    )
  })

  test('is written plain when it is long, with the same values', async () => {
    const instants = Array.from({ length: 20_001 }, (_, i) => i * 1e6 - 5)
    assert.deepEqual(await instantsOf(tokens(instants)), instants)
  })

  test('keeps its order over several row groups', async () => {
    const instants = Array.from({ length: 25_000 }, (_, i) => i * 1e6)
    assert.deepEqual(await instantsOf(tokens(instants), 7), instants)
  })

  test('joins the texts of generators that number them differently, nulls between them', async () => {
    const first = batchOf([{ error: 0 }, { error: null }, { error: 2 }], []).requests
    const second = batchOf([{ error: 0 }, { error: 1 }], []).requests
    const renamed = { ...second, tables: { ...second.tables, error: ['later', 'boom'] } }
    const rows = await read(encodeRequests([first, renamed], () => {}))
    assert.deepEqual(
      rows.map((row) => row.error ?? null),
      ['boom', null, '💥 "quoted"', 'later', 'boom'],
    )
  })

  test('may be null in every row', async () => {
    const rows = await read(encodeRequests([batchOf([{ reason: null }, { reason: null }], []).requests], () => {}))
    assert.deepEqual(
      rows.map((row) => [row.reason ?? null, row.stall ?? null]),
      [
        [null, null],
        [null, null],
      ],
    )
  })
})
