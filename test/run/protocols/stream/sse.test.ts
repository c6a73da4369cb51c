import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { MAX_EVENT_BYTES, SseReader } from '../../../../src/run/protocols/stream/sse.ts'

/** Payloads of all events, those by the field `error` marked, and what was left at the end in brackets. */
function events(...pieces: readonly (string | Buffer)[]): string[] {
  const reader = new SseReader()
  reader.reset()
  const seen: string[] = []
  const take = () => seen.push((reader.isError ? '!' : '') + reader.data.toString('utf8', reader.from, reader.to))
  for (const piece of pieces.map((piece) => Buffer.from(piece))) {
    for (let at = 0; at < piece.length; ) {
      at = reader.next(piece, at, piece.length)
      if (reader.ready) take()
    }
  }
  if (reader.finish()) seen.push(reader.ready ? `[${reader.data.toString('utf8', reader.from, reader.to)}]` : '[]')
  return seen
}

describe('server-sent events', () => {
  test('lines end with LF, CRLF or a lone CR', () => {
    assert.deepEqual(events('data: a\n\ndata: b\n\n'), ['a', 'b'])
    assert.deepEqual(events('data: a\r\n\r\ndata: b\r\n\r\n'), ['a', 'b'])
    assert.deepEqual(events('data: a\r\rdata: b\r\r'), ['a', 'b'])
  })

  test('an LF that follows its CR in the next piece ends no second line', () => {
    assert.deepEqual(events('data: a\r', '\ndata: b\r', '\n\r', '\n'), ['a\nb'])
  })

  test('a line is read at its CR, without waiting for what follows', () => {
    const reader = new SseReader()
    reader.reset()
    const bytes = Buffer.from('data: a\r\n\r')
    reader.next(bytes, 0, bytes.length)
    assert.ok(reader.ready)
  })

  test('one byte-order mark is dropped from the beginning, and only there', () => {
    assert.deepEqual(events('\ufeffdata: a\n\n'), ['a'])
    assert.deepEqual(events(Buffer.from([0xef]), Buffer.from([0xbb]), Buffer.from([0xbf]), 'data: a\n\n'), ['a'])
    assert.deepEqual(events('\ufeff\ufeffdata: a\n\n'), [])
    assert.deepEqual(events('data: a\n\n\ufeffdata: b\n\n'), ['a'])
  })

  test('what only begins like a byte-order mark is kept', () => {
    assert.deepEqual(events(Buffer.from([0xef, 0xbb]), 'data: a\n\n', 'data: b\n\n'), ['b'])
  })

  test('comments are nothing', () => assert.deepEqual(events(': ping\n\n:\n\n', 'data: a\n: in between\n\n'), ['a']))

  test('at most one space after the colon is dropped', () => {
    assert.deepEqual(events('data:a\n\ndata: a\n\ndata:  a\n\ndata\n\n'), ['a', 'a', ' a', ''])
  })

  test('several data lines are one payload', () => {
    assert.deepEqual(events('data: a\ndata: b\n\n'), ['a\nb'])
    assert.deepEqual(events('data: a\nid: 1\n', 'data:', ' b\n', '\n'), ['a\nb'])
  })

  test('other fields are ignored, and without data there is no event', () => {
    assert.deepEqual(events('id: 1\nretry: 5\nevent: x\n\nother: y\n\ndata: a\nwhat\n\n'), ['a'])
  })

  test('the field `error` and events of that name are errors, the next event is not', () => {
    assert.deepEqual(events('error: {"code":500}\n\nevent: error\ndata: b\n\ndata: c\n\n'), [
      '!{"code":500}',
      '!b',
      'c',
    ])
  })

  test('an event without its empty line is left over', () => {
    assert.deepEqual(events('data: a\n\ndata: b'), ['a', '[b]'])
    assert.deepEqual(events('data: a\n'), ['[a]'])
    assert.deepEqual(events('dat'), ['[]'])
    assert.deepEqual(events('data: a\n\n: comm'), ['a'])
  })

  test('cuts change nothing', () => {
    const line = fc.constantFrom(
      'data: a',
      'data:é',
      'data',
      ': c',
      'event: error',
      'error: x',
      '',
      '\ufeffdata: b',
      'id: 1',
    )
    const end = fc.constantFrom('\n', '\r\n', '\r')
    const text = fc.array(fc.tuple(line, end), { maxLength: 14 }).map((lines) => lines.flat().join(''))
    fc.assert(
      fc.property(text, fc.array(fc.nat(120), { maxLength: 4 }), (stream, cuts) => {
        const bytes = Buffer.from(stream)
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)).sort((a, b) => a - b), bytes.length]
        const pieces = at.slice(1).map((to, i) => bytes.subarray(at[i], to))
        const whole = events(bytes)
        assert.deepEqual(events(...pieces), whole)
        assert.deepEqual(events(...Array.from(bytes, (byte) => Buffer.from([byte]))), whole)
      }),
    )
  })

  test('a line without end is dropped at its limit, and the events after it are read', () => {
    const reader = new SseReader()
    reader.reset()
    const megabyte = Buffer.alloc(2 ** 20, 'x')
    const memory = process.memoryUsage().arrayBuffers
    for (let i = 0; i < 100; i++) reader.next(megabyte, 0, megabyte.length)
    assert.ok(reader.tooLong)
    assert.ok(process.memoryUsage().arrayBuffers - memory < 4 * MAX_EVENT_BYTES)
    const rest = Buffer.from('\n\ndata: a\n\n')
    reader.next(rest, 0, rest.length)
    assert.ok(reader.ready)
    assert.equal(reader.data.toString('utf8', reader.from, reader.to), 'a')
  })
})
