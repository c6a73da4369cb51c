import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { lineSplitter } from '../../../../src/run/datasets/scan/line-splitter.ts'
import { anyPlaces, cutAt, rowsOf } from './any-chunking.ts'

const linesOf = (text: string, places: readonly number[] = []) =>
  rowsOf(lineSplitter('f'), cutAt(Buffer.from(text), places))

describe('Lines of a file', () => {
  test('end in LF, CRLF or with the file', () => {
    assert.deepEqual(linesOf('a\nbc\r\nd'), [
      { text: 'a', offset: 0, line: 1 },
      { text: 'bc', offset: 2, line: 2 },
      { text: 'd', offset: 6, line: 3 },
    ])
  })

  test('keep their number when blank ones are left out', () => {
    assert.deepEqual(linesOf('\n \r\nx\n\n\n'), [{ text: 'x', offset: 4, line: 3 }])
  })

  test('begin after a byte-order mark, also one that is cut', () => {
    for (const place of [0, 1, 2, 3]) {
      assert.deepEqual(linesOf('\u{feff}x\ny', [place]), [
        { text: 'x', offset: 3, line: 1 },
        { text: 'y', offset: 5, line: 2 },
      ])
    }
  })

  test('keep white space and carriage returns that are inside them', () => {
    assert.deepEqual(
      linesOf(' a\rb \n').map((row) => row.text),
      [' a\rb '],
    )
  })

  test('are the same however the file is cut into chunks', () => {
    const text = fc.array(fc.constantFrom('a', '\n', '\r\n', '\r', ' ', 'é', '\u{feff}'), { maxLength: 40 })
    fc.assert(
      fc.property(text, anyPlaces, (parts, places) => {
        assert.deepEqual(linesOf(parts.join(''), places), linesOf(parts.join('')))
      }),
    )
  })

  test('are found again in the file at their offset', () => {
    const text = fc.array(fc.constantFrom('ab', '\n', '\r\n', 'é', '\u{feff}'), { maxLength: 40 })
    fc.assert(
      fc.property(text, (parts) => {
        const bytes = Buffer.from(parts.join(''))
        for (const { text, offset } of linesOf(parts.join(''))) {
          assert.equal(bytes.subarray(offset, offset + Buffer.byteLength(text)).toString(), text)
        }
      }),
    )
  })
})
