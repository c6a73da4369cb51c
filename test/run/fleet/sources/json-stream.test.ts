import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { JsonStream } from '../../../../src/run/fleet/sources/json-stream.ts'

describe('objects that follow each other in a text', () => {
  test('are found wherever it is cut', () => {
    const object = fc.dictionary(fc.string({ maxLength: 6 }), fc.jsonValue({ maxDepth: 2 }), { maxKeys: 4 })
    fc.assert(
      fc.property(fc.array(object, { maxLength: 4 }), fc.integer({ min: 1, max: 40 }), (objects, size) => {
        const text = objects.map((each) => `${JSON.stringify(each, null, 2)}\n`).join('')
        const stream = new JsonStream()
        const found: unknown[] = []
        for (let at = 0; at < text.length; at += size) found.push(...stream.push(text.slice(at, at + size)))
        assert.deepEqual(found, JSON.parse(JSON.stringify(objects)))
      }),
    )
  })

  test('are refused where they are none', () => {
    assert.throws(() => new JsonStream().push('{not json}'), SyntaxError)
  })
})
