import assert from 'node:assert/strict'
import { describe, mock, test } from 'node:test'
import fc from 'fast-check'
import type { ProtocolName } from '../../../../src/model/scenario.ts'
import { protocols } from '../../../../src/run/protocols/index.ts'
import { headOf, SETTINGS } from '../recording.ts'

const HEAD = headOf(200, { 'content-type': 'text/event-stream' })

const COMPLETION = (text: string) =>
  `data: {"id":"c-1","object":"text_completion","choices":[{"index":0,"text":${text},"logprobs":null,"finish_reason":null}]}\n\n`
const CHAT = (text: string) =>
  `data: {"id":"c-1","choices":[{"index":0,"delta":{"content":${text}},"finish_reason":null,"token_ids":null}],"usage":null}\n\n`
const REASONING = (text: string) =>
  `data: {"id":"c-1","choices":[{"index": 0, "delta": {"reasoning_content": ${text}}, "finish_reason": null}]}\r\n\r\n`
const TRITON = (text: string) => `data: {"model_name":"llm","model_version":"1","text_output":${text}}\n\n`

const SHAPES: readonly [ProtocolName, (text: string) => string][] = [
  ['openai-completions', COMPLETION],
  ['openai-chat', CHAT],
  ['openai-chat', REASONING],
  ['triton-generate-stream', TRITON],
]

describe('token events recognized by their bytes', () => {
  for (const [name, shape] of SHAPES) {
    test(`${name}: a stream of one shape is parsed as JSON only at its beginning (${shape('…').length})`, () => {
      const decoder = protocols[name].decoder(SETTINGS)
      decoder.begin(HEAD)
      const stream = Buffer.from(
        ['a', ' "quoted"', 'é', '日本', '😀', '\n'].map((text) => shape(JSON.stringify(text))).join(''),
      )
      const parse = mock.method(JSON, 'parse')
      const tokens = decoder.push(stream, 0, stream.length)
      parse.mock.restore()
      assert.equal(tokens, 6)
      // Two responses of Triton's are read, each once in vain for a template, to see that they do not repeat the text so far.
      assert.equal(parse.mock.callCount(), name === 'triton-generate-stream' ? 5 : 1)
    })

    test(`${name}: mutated events read the same as through JSON (${shape('…').length})`, () => {
      const plain = Buffer.from(shape('"some text"'))
      const learned = Buffer.concat([plain, plain, plain])
      fc.assert(
        fc.property(fc.array(mutation(plain.length), { minLength: 1, maxLength: 3 }), (mutations) => {
          const mutant = mutations.reduce<Buffer>((bytes, mutate) => mutate(bytes), plain)
          const stream = Buffer.concat([learned, mutant, plain])
          // Byte by byte no event lies whole in the bytes given, so that all of them go through JSON.
          const slow = decode(
            name,
            Array.from(stream, (byte) => Buffer.from([byte])),
          )
          assert.equal(decode(name, [stream]), slow)
        }),
        { numRuns: 1500 },
      )
    })
  }

  const TEXTS = ['""', '"\\u00e9"', '"\\ud800"', '"\\u12"', '"\\x"', '"a\tb"', '"\\', '"\\"', '"a"b"', 'null', '7', '"']
  const RAW = [
    [0xff],
    [0xc0, 0xaf],
    [0xed, 0xa0, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98, 0x80],
  ]
  const bytes = [...TEXTS.map((text) => Buffer.from(text)), ...RAW.map((raw) => Buffer.from([0x22, ...raw, 0x22]))]
  for (const text of bytes) {
    test(`the text ${text.toString('latin1')} reads the same as through JSON`, () => {
      for (const [name, shape] of SHAPES) {
        const [before, after] = shape('§').split('§')
        const odd = Buffer.concat([Buffer.from(before), text, Buffer.from(after)])
        const stream = Buffer.concat([
          Buffer.from(shape('"a"') + shape('"b"') + shape('"c"')),
          odd,
          Buffer.from(shape('"c"')),
        ])
        const slow = decode(
          name,
          Array.from(stream, (byte) => Buffer.from([byte])),
        )
        assert.equal(decode(name, [stream]), slow)
      }
    })
  }

  test('a key of the same name elsewhere is not taken for the text', () => {
    const event = (id: string, text: string) =>
      `data: {"content":"${id}","choices":[{"index":0,"delta":{"content":"${text}"},"finish_reason":null}]}\n\n`
    const stream = Buffer.from(event('x', 'a') + event('x', 'b') + event('x', '') + event('', 'c'))
    assert.equal(JSON.parse(decode('openai-chat', [stream])).tokenEvents, 3)
  })

  test('choices that take turns are each recognized', () => {
    const event = (index: number) => CHAT('"a"').replace('"index":0', `"index":${index}`)
    const stream = Buffer.from(Array.from({ length: 20 }, (_, i) => event(i % 2)).join(''))
    const decoder = protocols['openai-chat'].decoder(SETTINGS)
    decoder.begin(HEAD)
    const parse = mock.method(JSON, 'parse')
    const tokens = decoder.push(stream, 0, stream.length)
    parse.mock.restore()
    assert.equal(tokens, 20)
    assert.equal(parse.mock.callCount(), 3)
  })

  test('an event with a byte-order mark before it is learned from no more than any other', () => {
    const marked = Buffer.from(`\ufeff${CHAT('"a"')}`)
    const stream = Buffer.concat([marked, marked, marked])
    assert.equal(JSON.parse(decode('openai-chat', [stream])).tokenEvents, 1)
  })
})

function decode(name: ProtocolName, pieces: readonly Buffer[]): string {
  const decoder = protocols[name].decoder(SETTINGS)
  decoder.begin(HEAD)
  for (const piece of pieces) decoder.push(piece, 0, piece.length)
  decoder.end()
  return JSON.stringify(decoder.answer)
}

type Mutate = (bytes: Buffer) => Buffer

const INSERTS = [
  '"',
  '\\',
  '\n',
  '\r',
  '\n\n',
  'é',
  '\u0000',
  ',',
  '}',
  '"finish_reason":"stop",',
  '"error":"e",',
  '"usage":{},',
  '[DONE]',
]

function mutation(length: number): fc.Arbitrary<Mutate> {
  const at = fc.nat(length)
  return fc.oneof(
    fc.tuple(at, fc.nat(255)).map(
      ([at, byte]): Mutate =>
        (bytes) =>
          spliced(bytes, at, 1, Buffer.from([byte])),
    ),
    fc.tuple(at, fc.integer({ min: 1, max: 30 })).map(
      ([at, count]): Mutate =>
        (bytes) =>
          spliced(bytes, at, count, Buffer.alloc(0)),
    ),
    fc.tuple(at, fc.constantFrom(...INSERTS)).map(
      ([at, text]): Mutate =>
        (bytes) =>
          spliced(bytes, at, 0, Buffer.from(text)),
    ),
    fc
      .constantFrom<[string, string]>(
        ['"finish_reason":null', '"finish_reason":"stop"'],
        ['null', '{}'],
        ['null', '[1]'],
        ['0', '1'],
        ['some text', ''],
      )
      .map(
        ([from, to]): Mutate =>
          (bytes) =>
            Buffer.from(bytes.toString('latin1').replace(from, to), 'latin1'),
      ),
  )
}

function spliced(bytes: Buffer, at: number, remove: number, insert: Buffer): Buffer {
  return Buffer.concat([bytes.subarray(0, at), insert, bytes.subarray(at + remove)])
}
