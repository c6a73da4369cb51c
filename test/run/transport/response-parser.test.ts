import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import type { ResponseHead } from '../../../src/run/protocols/protocol.ts'
import { ResponseParser } from '../../../src/run/transport/http1/response-parser.ts'

interface Read {
  status: number
  headers: (string | undefined)[]
  body: string
  state: string
  used: number
}

/** Parses `text` cut at the given places. */
function read(text: string, cuts: readonly number[] = [], names: readonly string[] = []): Read {
  const bytes = Buffer.from(text, 'latin1')
  const result: Read = { status: 0, headers: [], body: '', state: '', used: 0 }
  const parser = new ResponseParser({
    head(head: ResponseHead) {
      result.status = head.status
      result.headers = names.map((name) => head.header(name))
    },
    data(piece, from, to) {
      result.body += piece.toString('latin1', from, to)
    },
  })
  parser.begin()
  const places = [0, ...cuts.toSorted((a, b) => a - b), bytes.length]
  for (let i = 1; i < places.length && !parser.isComplete && !parser.isMalformed; i++) {
    // Every piece in memory of its own, gone after the call, as with the buffer that all reads share.
    const piece = Buffer.from(bytes.subarray(places[i - 1], places[i]))
    result.used += parser.push(piece, 0, piece.length)
    piece.fill(0x2a)
  }
  result.state = parser.isComplete ? 'complete' : parser.isMalformed ? parser.malformed : 'open'
  if (parser.endsWithConnection) result.state = 'until close'
  if (parser.isComplete) result.state += parser.keepsConnection ? ', keep' : ', close'
  return result
}

const head = (fields: string, status = '200 OK') => `HTTP/1.1 ${status}\r\n${fields}\r\n`
const chunk = (data: string) => `${data.length.toString(16)}\r\n${data}\r\n`

describe('a response', () => {
  const stream = `${head('Transfer-Encoding: chunked\r\nX-A: 1\r\n')}${chunk('data: one\n\n')}${chunk('x'.repeat(300))}1;e\r\n!\r\n0\r\nT: 1\r\n\r\n`

  test('reads the same wherever it is cut in two', () => {
    const whole = read(stream, [], ['x-a'])
    assert.equal(whole.body, `data: one\n\n${'x'.repeat(300)}!`)
    assert.equal(whole.state, 'complete, keep')
    for (let at = 0; at <= stream.length; at++) assert.deepEqual(read(stream, [at], ['x-a']), whole, `cut at ${at}`)
  })

  test('reads the same when every byte comes alone', () => {
    const every = Array.from({ length: stream.length - 1 }, (_, i) => i + 1)
    assert.deepEqual(read(stream, every), read(stream))
  })

  test('gives back any chunks as they went in, cut anywhere', () => {
    const latin = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((n) => String.fromCharCode(n)), minLength: 1 })
    fc.assert(
      fc.property(fc.array(latin), fc.array(fc.nat(2000)), (chunks, cuts) => {
        const text = `${head('transfer-encoding: chunked\r\n')}${chunks.map(chunk).join('')}0\r\n\r\n`
        const inside = cuts.map((cut) => cut % text.length)
        const { body, state, used } = read(text, inside)
        assert.deepEqual([body, state, used], [chunks.join(''), 'complete, keep', text.length])
      }),
    )
  })

  test('never throws and never runs past its bytes, whatever they are', () => {
    const prefixes = fc.constantFrom('', 'HTTP/1.1 200 OK\r\n', head('transfer-encoding: chunked\r\n'))
    fc.assert(
      fc.property(prefixes, fc.uint8Array({ maxLength: 300 }), (prefix, noise) => {
        const text = prefix + Buffer.from(noise).toString('latin1')
        assert.ok(read(text).used <= text.length)
      }),
    )
  })

  test('ends where its framing says, and leaves what follows', () => {
    const text = `${head('Content-Length: 2\r\n')}ok`
    assert.equal(read(`${text}HTTP/1.1`).used, text.length)
    const chunked = `${head('Transfer-Encoding: chunked\r\n')}0\r\n\r\n`
    assert.equal(read(`${chunked}more`).used, chunked.length)
  })
})

describe('the framing of a body', () => {
  const cases: [fields: string, state: string, status?: string][] = [
    ['Content-Length: 0\r\n', 'complete, keep'],
    ['Content-Length: 0\r\nConnection: close\r\n', 'complete, close'],
    ['Content-Length: 0\r\nConnection: Keep-Alive, Close\r\n', 'complete, close'],
    ['Content-Length: 5\r\n', 'open'],
    ['Content-Length: 0\r\nContent-Length: 0\r\n', 'complete, keep'],
    ['', 'until close'],
    ['Transfer-Encoding: gzip\r\n', 'until close'],
    ['Transfer-Encoding: gzip, Chunked\r\n', 'open'],
    ['', 'complete, keep', '204 No Content'],
    ['Content-Length: 7\r\n', 'complete, keep', '304 Not Modified'],
  ]
  for (const [fields, state, status] of cases) {
    test(`${JSON.stringify(fields)} with status ${status ?? 200}: ${state}`, () => {
      assert.equal(read(head(fields, status)).state, state)
    })
  }

  test('a connection is not kept when length and chunks contradict each other', () => {
    const text = `${head('Content-Length: 3\r\nTransfer-Encoding: chunked\r\n')}2\r\nok\r\n0\r\n\r\n`
    assert.deepEqual([read(text).body, read(text).state], ['ok', 'complete, close'])
  })

  test('HTTP/1.0 keeps a connection only when it says so', () => {
    const of = (fields: string) => read(head(fields).replace('1.1', '1.0')).state
    assert.equal(of('Content-Length: 0\r\n'), 'complete, close')
    assert.equal(of('Content-Length: 0\r\nConnection: keep-alive\r\n'), 'complete, keep')
  })
})

describe('malformed bytes', () => {
  const chunked = head('Transfer-Encoding: chunked\r\n')
  const cases: [text: string, message: RegExp][] = [
    ['<html>', /^expected HTTP\/1\.x, got "<html>"$/],
    ['HTTP/2 200\r\n\r\n', /expected HTTP\/1/],
    ['\r\nHTTP/1.1 200 OK\r\n\r\n', /expected HTTP\/1/],
    ['HTTP/1.1 99 OK\r\n\r\n', /status/],
    ['HTTP/1.1 2000 OK\r\n\r\n', /status/],
    [head('no colon\r\n'), /colon/],
    [head(': no name\r\n'), /colon/],
    [head('Content-Length: 1\r\nContent-Length: 2\r\n'), /one Content-Length, got "2"/],
    [head('Content-Length: 0x10\r\n'), /Content-Length/],
    [head('Content-Length: 9999999999999999\r\n'), /Content-Length/],
    [`${chunked}\r\n`, /expected a chunk size, got byte 0x0d/],
    [`${chunked}-1\r\n`, /expected a chunk size, got byte 0x2d/],
    [`${chunked}2\rX`, /line end of a chunk size, got byte 0x58/],
    [`${chunked}1\r\nabc`, /line end of a chunk, got byte 0x62/],
    [`${chunked}11111111111111\r\n`, /at most 13 digits/],
    [`${chunked}1;${'e'.repeat(70_000)}\r\n`, /64 KiB/],
    [`HTTP/1.1 200 OK\r\n${'X: y\r\n'.repeat(12_000)}`, /64 KiB/],
  ]
  for (const [text, message] of cases) {
    test(`are told apart: ${JSON.stringify(text.slice(-40))}`, () => assert.match(read(text).state, message))
  }
})

describe('a head', () => {
  test('gives its headers by name without case, several of one name joined', () => {
    const text = head('Content-Type:text/plain \r\nX-Many: a\r\nx-many: b\r\nContent-Length: 0\r\n')
    assert.deepEqual(read(text, [], ['content-type', 'x-many', 'many', 'x']).headers, [
      'text/plain',
      'a, b',
      undefined,
      undefined,
    ])
  })

  test('may end its lines with a bare LF', () => {
    const text = 'HTTP/1.1 200\nContent-Length: 2\n\nok'
    assert.deepEqual([read(text).body, read(text).state], ['ok', 'complete, keep'])
  })

  test('after interim ones is the one that counts', () => {
    const text = `HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early\r\nA: b\r\n\r\n${head('Content-Length: 0\r\n', '503 Busy')}`
    for (let at = 0; at <= text.length; at++) assert.equal(read(text, [at]).status, 503)
  })
})
