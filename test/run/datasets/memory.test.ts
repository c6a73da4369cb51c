import assert from 'node:assert/strict'
import fs from 'node:fs'
import { describe, test } from 'node:test'
import type { Dataset } from '../../../src/model/scenario.ts'
import { openDataset } from '../../../src/run/datasets/index.ts'
import { promptAt } from './expect.ts'
import { temporaryFile } from './temporary-file.ts'

const MIB = 2 ** 20
const ROWS = 15_000
const TEXT = 'x'.repeat(4 * 1024)

/** About 60 MB of rows, each between what comes before it and after it. */
function write(file: string, open: string, row: (i: number) => string, between: string, close: string): void {
  const fd = fs.openSync(file, 'w')
  fs.writeSync(fd, open)
  for (let i = 0; i < ROWS; i += 1000) {
    const rows = Array.from({ length: 1000 }, (_, k) => row(i + k))
    fs.writeSync(fd, (i === 0 ? '' : between) + rows.join(between))
  }
  fs.writeSync(fd, close)
  fs.closeSync(fd)
}

/** The most memory in use at any turn of the event loop while the work goes on, over what it was before. */
async function peakGrowth<T>(work: () => Promise<T>): Promise<{ result: T; growth: number }> {
  const used = () => {
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = used()
  let peak = before
  let going = true
  const watch = () => {
    peak = Math.max(peak, used())
    if (going) setImmediate(watch)
  }
  watch()
  const result = await work()
  going = false
  return { result, growth: Math.max(peak, used()) - before }
}

describe('A file of 60 MB', () => {
  for (const [spec, open, row, between, close] of [
    [
      { kind: 'jsonl', path: '', prompt: 'prompt', output: 'out', defaultOutput: 1, limit: null },
      '',
      (i: number) => JSON.stringify({ prompt: `${i} ${TEXT}` }),
      '\n',
      '\n',
    ],
    [
      { kind: 'sharegpt', path: '', defaultOutput: 1, limit: null },
      '[',
      (i: number) =>
        JSON.stringify({
          conversations: [
            { from: 'human', value: `${i} ${TEXT}` },
            { from: 'gpt', value: 'y' },
          ],
        }),
      ',\n',
      ']',
    ],
  ] as const) {
    test(`of kind ${spec.kind} is indexed in less than 40 MiB and read at any place`, async (t) => {
      const file = temporaryFile(t, '')
      write(file, open, row, between, close)
      assert.ok(fs.statSync(file).size > 60e6)
      const { result: dataset, growth } = await peakGrowth(() => openDataset({ ...spec, path: file } as Dataset, '/'))
      assert.ok(growth < 40 * MIB, `${(growth / MIB).toFixed(1)} MiB`)
      assert.equal(dataset.size, ROWS)
      for (const i of [ROWS - 1, 0, 7777]) {
        assert.deepEqual(promptAt(dataset, i).prompt, { kind: 'text', text: `${i} ${TEXT}` })
      }
      dataset.close()
    })
  }
})
