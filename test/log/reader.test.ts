import assert from 'node:assert/strict'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { nanos } from '../../src/base/nanos.ts'
import { openRunLog } from '../../src/log/reader.ts'
import { LogWriter } from '../../src/log/writer.ts'
import { batchOf, manifest } from './sample.ts'

const PART = 'requests/000000.parquet'

/** A closed log of two requests and a token read. */
function written(t: TestContext, { sealed }: { sealed: boolean }): string {
  const parent = mkdtempSync(join(tmpdir(), 'tailgate-log-'))
  t.after(() => rmSync(parent, { recursive: true }))
  const folder = join(parent, 'run')
  const writer = new LogWriter(folder, manifest())
  writer.append(batchOf([{ request: 0 }, { request: 1 }], [{ request: 0 }]))
  writer.closeParts()
  const window = { from: nanos(0), to: nanos(1) }
  if (sealed) writer.seal({ ended: 'complete', because: 'test', exit: null, at: nanos(1), window })
  return folder
}

function change(folder: string, file: string, edit: (bytes: Buffer) => Buffer | string): void {
  writeFileSync(join(folder, file), edit(readFileSync(join(folder, file))))
}

/** One value, where no structure of the file is hurt. */
function bend(bytes: Buffer): Buffer {
  bytes[Math.floor(bytes.length / 3)] ^= 1
  return bytes
}

const drained = async (folder: string) => {
  for await (const _part of (await openRunLog(folder)).tokens);
}

describe('a stored log', () => {
  test('of which a sealed part was changed is refused, whether or not it still reads', async (t) => {
    const folder = written(t, { sealed: true })
    change(folder, PART, bend)
    await assert.rejects(openRunLog(folder), { code: 'log.damaged', message: /000000.parquet is not what was sealed/ })
    const other = written(t, { sealed: true })
    change(other, 'tokens/000000.parquet', bend)
    await assert.rejects(drained(other), { code: 'log.damaged' })
  })

  test('is what its seal names: a part that was put beside them is not read', async (t) => {
    const folder = written(t, { sealed: true })
    copyFileSync(join(folder, PART), join(folder, 'requests/000001.parquet'))
    assert.equal((await openRunLog(folder)).requests.rows, 2)
  })

  test('without a seal is all that is there', async (t) => {
    const folder = written(t, { sealed: false })
    copyFileSync(join(folder, PART), join(folder, 'requests/000001.parquet'))
    writeFileSync(join(folder, 'requests/000002.parquet.open'), 'half of a part')
    const { requests, seal } = await openRunLog(folder)
    assert.equal(requests.rows, 4)
    assert.equal(seal, null)
  })

  test('whose manifest or seal lacks what it must hold is refused as damaged', async (t) => {
    for (const file of ['run.json', 'seal.json']) {
      const folder = written(t, { sealed: true })
      change(folder, file, () => '{"log": 1}')
      await assert.rejects(openRunLog(folder), { code: 'log.damaged', message: new RegExp(file) })
    }
  })
})
