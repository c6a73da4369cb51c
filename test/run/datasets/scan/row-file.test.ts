import assert from 'node:assert/strict'
import fs from 'node:fs'
import path from 'node:path'
import { describe, test } from 'node:test'
import { Failure } from '../../../../src/base/failure.ts'
import { RowFile } from '../../../../src/run/datasets/scan/row-file.ts'
import { temporaryFile, temporaryFolder } from '../temporary-file.ts'

describe('A file of rows', () => {
  test('gives slices from beyond 4 GiB', (t) => {
    const name = temporaryFile(t, '')
    const fd = fs.openSync(name, 'r+')
    fs.writeSync(fd, 'far out', 5 * 2 ** 30)
    fs.closeSync(fd)
    const file = new RowFile(name, '/')
    assert.equal(file.slice(5 * 2 ** 30 + 4, 3).toString(), 'out')
    file.close()
  })

  test('says that it was cut when a slice is gone', (t) => {
    const name = temporaryFile(t, 'abcdef')
    const file = new RowFile(name, '/')
    fs.truncateSync(name, 3)
    assert.throws(
      () => file.slice(2, 3),
      (error) => error instanceof Failure && error.code === 'dataset.changed',
    )
    file.close()
  })

  test('names the nearest file where there is none', (t) => {
    const folder = temporaryFolder(t)
    fs.writeFileSync(path.join(folder, 'prompts.jsonl'), '')
    assert.throws(
      () => new RowFile('promts.jsonl', folder),
      (error) =>
        error instanceof Failure &&
        error.code === 'dataset.unreadable' &&
        error.place?.file === path.join(folder, 'promts.jsonl') &&
        error.hint === 'Did you mean prompts.jsonl?',
    )
  })

  test('is not a folder', (t) => {
    assert.throws(
      () => new RowFile('.', temporaryFolder(t)),
      (error) => error instanceof Failure && /not a regular file/.test(error.message),
    )
  })

  test('is not one without permission', { skip: process.getuid?.() === 0 && 'root reads everything' }, (t) => {
    const name = temporaryFile(t, 'x')
    fs.chmodSync(name, 0)
    assert.throws(
      () => new RowFile(name, '/'),
      (error) => error instanceof Failure && /permission denied/.test(error.message),
    )
  })
})
