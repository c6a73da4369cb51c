import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { Failure } from '../../../../src/base/failure.ts'
import { elementSplitter } from '../../../../src/run/datasets/scan/element-splitter.ts'
import { anyPlaces, cutAt, rowsOf } from './any-chunking.ts'

const elementsOf = (text: string, places: readonly number[] = []) =>
  rowsOf(elementSplitter('f.json'), cutAt(Buffer.from(text), places))

describe('Elements of a JSON array', () => {
  test('lie between commas that are in no string and no bracket', () => {
    assert.deepEqual(elementsOf('[{"a":[1,2]},\n  "x,]\\"," ,3]\n'), [
      { text: '{"a":[1,2]}', offset: 1, line: 1 },
      { text: '"x,]\\"," ', offset: 16, line: 2 },
      { text: '3', offset: 26, line: 2 },
    ])
  })

  test('number none in an empty array', () => {
    assert.deepEqual(elementsOf(' [ ] '), [])
  })

  test('may follow a byte-order mark', () => {
    assert.deepEqual(elementsOf('\u{feff}[1]', [1, 2]), [{ text: '1', offset: 4, line: 1 }])
  })

  test('are what JSON.parse sees, at their offset, however array and file are written and cut', () => {
    fc.assert(
      fc.property(fc.array(fc.jsonValue()), fc.constantFrom(0, 2), anyPlaces, (values, indent, places) => {
        const text = JSON.stringify(values, null, indent)
        const rows = elementsOf(text, places)
        assert.deepEqual(
          rows.map((row) => JSON.parse(row.text)),
          JSON.parse(text),
        )
        const bytes = Buffer.from(text)
        for (const row of rows) {
          assert.equal(bytes.subarray(row.offset).indexOf(row.text), 0)
          assert.equal(row.line, bytes.subarray(0, row.offset).toString().split('\n').length)
        }
      }),
    )
  })

  test('fail alike however a broken file is cut', () => {
    const broken = fc.array(fc.constantFrom('[', ']', '{', '}', ',', '"', '\\', '1', '\n'), { maxLength: 12 })
    const outcome = (text: string, places: readonly number[]) => {
      try {
        return elementsOf(text, places)
      } catch (error) {
        assert.ok(error instanceof Failure)
        return [error.message, error.place?.line]
      }
    }
    fc.assert(
      fc.property(broken, anyPlaces, (parts, places) => {
        assert.deepEqual(outcome(parts.join(''), places), outcome(parts.join(''), []))
      }),
    )
  })

  for (const [text, line, message] of [
    ['{"a":1}\n{"a":2}', 1, /expected a JSON array.*got "\{"/],
    ['[1,\n,2]', 2, /expected an element.*got ","/],
    ['[1,2,\n]', 2, /expected an element.*got "\]"/],
    ['[{"a":1}},2]', 1, /expected "," or "\]"/],
    ['[1]\n\n[2]', 3, /expected the end of the file/],
    ['[1,\n{"a":"never closed', 2, /expected "\]" at the end.*ends before it/],
    ['', 1, /expected "\]" at the end/],
  ] as const) {
    test(`are refused with the line in ${JSON.stringify(text)}`, () => {
      assert.throws(
        () => elementsOf(text),
        (error) => error instanceof Failure && message.test(error.message) && error.place?.line === line,
      )
    })
  }
})
