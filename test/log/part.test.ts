import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, type TestContext, test } from 'node:test'
import { makeFolder, writeText } from '../../src/log/part.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'tailgate-part-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

describe('a part that cannot be written', () => {
  test('leaves nothing under its temporary name', (t) => {
    const folder = folderOf(t)
    mkdirSync(join(folder, 'run.json'))
    assert.throws(() => writeText(folder, 'run.json', '{}'), { code: 'log.write', exit: 5 })
    assert.deepEqual(readdirSync(folder), ['run.json'])
  })

  test('says that its folder has vanished', (t) => {
    assert.throws(() => writeText(join(folderOf(t), 'gone'), 'run.json', '{}'), /the folder has vanished/)
  })

  test('says that a file is where its folder should be', (t) => {
    const folder = folderOf(t)
    writeFileSync(join(folder, 'reports'), '')
    assert.throws(() => makeFolder(join(folder, 'reports')), /a file is where a folder should be/)
    assert.throws(() => makeFolder(join(folder, 'reports/run')), /a part of the path is a file/)
  })
})
