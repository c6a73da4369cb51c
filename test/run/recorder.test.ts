import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Batch } from '../../src/log/batch.ts'
import { Recorder } from '../../src/run/recorder.ts'

const ROWS = 100_000

function fill(recorder: Recorder): void {
  for (let i = 0; i < ROWS; i++) recorder.token(i, 1000 + i, 1, 1, 1)
}

describe('the recorder', () => {
  test('hands on what it holds whenever it is full, every row once and in order', () => {
    const batches: Batch[] = []
    const recorder: Recorder = new Recorder(['a'], () => batches.push(recorder.take(1000)))
    fill(recorder)
    batches.push(recorder.take(1000))
    const instants = batches.flatMap((batch) => [...batch.tokens.at])
    assert.ok(batches.length > 1)
    assert.deepEqual(
      instants,
      Array.from({ length: ROWS }, (_, i) => i),
    )
  })

  test('makes room for rows that nobody can take yet', () => {
    const recorder = new Recorder(['a'], () => {})
    fill(recorder)
    for (let i = 0; i < 10_000; i++) recorder.requests.request[recorder.requestRow()] = i
    const { tokens, requests } = recorder.take(0)
    assert.deepEqual(
      [tokens.rows, tokens.at.at(-1), requests.rows, requests.request.at(-1)],
      [ROWS, 1000 + ROWS - 1, 10_000, 9999],
    )
  })
})
