import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { printable } from '../../src/report/printable.ts'

describe('printable text', () => {
  test('spells out what would be invisible or act on a terminal', () => {
    assert.equal(printable('\u001b[31m\u202e\u0000\u200b\u009b'), '\\x1b[31m\\u202e\\x00\\u200b\\x9b')
  })

  test('keeps one line, or the lines it is asked to keep', () => {
    assert.equal(printable('a\r\n\tb'), 'a\\r\\n\\tb')
    assert.equal(printable('a\n\tb', true), 'a\n\\tb')
  })

  test('mends broken surrogates and leaves letters of every script alone', () => {
    assert.equal(printable('\ud800x'), '\ufffdx')
    assert.equal(printable('Grüße 東京 🚀'), 'Grüße 東京 🚀')
  })
})
