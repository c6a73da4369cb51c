import assert from 'node:assert/strict'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import { lastFiles } from '../../../src/run/transport/spare-files.ts'

const numbered = (fd: number) => ({ _handle: { fd } }) as unknown as Socket

test('The last files that a process may open are not for connections', () => {
  assert.equal(lastFiles(numbered(959), 1024), null)
  assert.equal(lastFiles(numbered(960), 1024)?.kind, 'local')
  assert.match(lastFiles(numbered(1000), 1024)?.message ?? '', /^EMFILE: 1000 of the 1024 files/)
})

test('A process that may open few files keeps a quarter of them', () => {
  assert.equal(lastFiles(numbered(74), 100), null)
  assert.equal(lastFiles(numbered(75), 100)?.kind, 'local')
})

test('A socket that has no file yet, or no longer, and a system without a limit are no trouble', () => {
  for (const socket of [numbered(-1), { _handle: null } as unknown as Socket, {} as Socket]) {
    assert.equal(lastFiles(socket, 100), null)
  }
  assert.equal(lastFiles(numbered(1e6), Number.POSITIVE_INFINITY), null)
})
