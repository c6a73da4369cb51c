import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import type { ProtocolName, RequestSettings, Target } from '../../../src/model/scenario.ts'
import type { PromptSample, TensorSample } from '../../../src/run/datasets/dataset.ts'
import { protocols } from '../../../src/run/protocols/index.ts'
import type { Payload } from '../../../src/run/protocols/protocol.ts'
import { SETTINGS } from './recording.ts'

const TARGET = { name: 'r1', model: 'm/1' } as Target
const TEXT: PromptSample = {
  kind: 'prompt',
  prompt: { kind: 'text', text: 'Grüße "du"' },
  inputTokens: 4,
  outputTokens: 8,
}
const LENGTH: PromptSample = {
  kind: 'prompt',
  prompt: { kind: 'length', tokens: 5, blocks: [{ seed: 's', tokens: 5 }] },
  inputTokens: 5,
  outputTokens: 8,
}
const MESSAGES: PromptSample = {
  ...TEXT,
  prompt: {
    kind: 'messages',
    messages: [
      { role: 'system', content: 'Be\nbrief.' },
      { role: 'user', content: 'Hi' },
    ],
  },
}
const TENSORS: TensorSample = { kind: 'tensors', inputs: [], outputs: [], binary: false }

const encode = (
  name: ProtocolName,
  sample: PromptSample | TensorSample,
  settings: Partial<RequestSettings> = {},
): Payload => protocols[name].encode(sample, TARGET, { ...SETTINGS, ...settings })
const bodyOf = (payload: Payload) => JSON.parse(payload.body.toString())

/** The body as it is sent with a number in the salt's digits. */
function salted({ body, salt }: Payload, number: number): ReturnType<typeof JSON.parse> {
  const digits = String(number).padStart(salt.length, '0')
  const bytes = Buffer.from(body)
  for (const [i, offset] of salt.entries()) {
    assert.match(String.fromCharCode(bytes[offset]), /[0-9]/)
    bytes[offset] = digits.charCodeAt(i)
  }
  return JSON.parse(bytes.toString())
}

describe('a request of OpenAI completions', () => {
  test('asks for a stream with usage and states its limits', () => {
    const payload = encode('openai-completions', TEXT)
    assert.equal(payload.path, '/v1/completions')
    assert.deepEqual(bodyOf(payload), {
      prompt: 'Grüße "du"',
      model: 'm/1',
      max_tokens: 8,
      temperature: 0,
      stream: true,
      stream_options: { include_usage: true },
    })
    assert.deepEqual([payload.inputAsked, payload.outputAsked, payload.salt], [4, 8, []])
    assert.deepEqual(Object.fromEntries(pairs(payload.headers)), {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      'accept-encoding': 'identity',
    })
  })

  test('not streamed has no stream_options, which servers refuse then', () => {
    assert.ok(!('stream_options' in bodyOf(encode('openai-completions', TEXT, { stream: false }))))
  })

  test('forces its length with ignore_eos and min_tokens', () => {
    const body = bodyOf(encode('openai-completions', TEXT, { forceLength: true }))
    assert.deepEqual([body.max_tokens, body.min_tokens, body.ignore_eos], [8, 8, true])
  })

  test('without a length asked sets no limit and forces none', () => {
    const body = bodyOf(encode('openai-completions', { ...TEXT, outputTokens: -1 }, { forceLength: true }))
    assert.deepEqual([body.max_tokens, body.min_tokens, body.ignore_eos], [undefined, undefined, undefined])
  })

  test('takes further fields, which replace ours or with null remove them, but never the prompt', () => {
    const extra = { top_p: 0.5, temperature: 1, stream_options: null, prompt: 'other' }
    const body = bodyOf(encode('openai-completions', TEXT, { extra }))
    assert.deepEqual([body.top_p, body.temperature, body.prompt], [0.5, 1, 'Grüße "du"'])
    assert.ok(!('stream_options' in body))
  })

  test('sends ids where only a length is wanted, words where text is', () => {
    const ids = bodyOf(encode('openai-completions', LENGTH)).prompt
    assert.equal(ids.length, 5)
    assert.ok(ids.every(Number.isInteger))
    assert.equal(bodyOf(encode('openai-completions', LENGTH, { prompt: 'text' })).prompt.split(' ').length, 5)
  })

  test('has a salt of nine digits before its text', () => {
    const payload = encode('openai-completions', TEXT, { salt: true })
    assert.equal(payload.salt.length, 9)
    assert.equal(salted(payload, 120_345_678).prompt, '120345678 Grüße "du"')
  })

  test('has its salt in the first three ids, and its length stays', () => {
    const plain = bodyOf(encode('openai-completions', LENGTH)).prompt
    const payload = encode('openai-completions', LENGTH, { salt: true })
    assert.deepEqual(salted(payload, 7_120_034).prompt, [1007, 1120, 1034, ...plain.slice(3)])
  })

  test('salts as many ids as there are', () => {
    const short: PromptSample = { ...LENGTH, prompt: { kind: 'length', tokens: 1, blocks: [{ seed: 's', tokens: 1 }] } }
    assert.deepEqual(salted(encode('openai-completions', short, { salt: true }), 42).prompt, [1042])
  })

  test('has its salt behind what prompts share on purpose, as ids and as text', () => {
    const blocks = [
      { seed: 'common', tokens: 5 },
      { seed: 'own', tokens: 4 },
    ]
    const sample: PromptSample = { ...LENGTH, prompt: { kind: 'length', tokens: 9, blocks, shared: 1 } }
    const ids = bodyOf(encode('openai-completions', sample)).prompt
    const withIds = salted(encode('openai-completions', sample, { salt: true }), 7_120_034).prompt
    assert.deepEqual(withIds, [...ids.slice(0, 5), 1007, 1120, 1034, ids[8]])

    const words = bodyOf(encode('openai-completions', sample, { prompt: 'text' })).prompt.split(' ')
    const text = [...words.slice(0, 5), '007120034', ...words.slice(5)].join(' ')
    const payload = encode('openai-completions', sample, { prompt: 'text', salt: true })
    assert.equal(salted(payload, 7_120_034).prompt, text)
    const chat = salted(encode('openai-chat', sample, { salt: true }), 7_120_034)
    assert.deepEqual(chat.messages, [{ role: 'user', content: text }])

    const whole: PromptSample = { ...sample, prompt: { kind: 'length', tokens: 5, blocks: [blocks[0]], shared: 1 } }
    assert.deepEqual(bodyOf(encode('openai-completions', whole, { salt: true })).prompt, ids.slice(0, 5))
  })

  test('cannot carry messages or tensors', () => {
    for (const sample of [MESSAGES, TENSORS]) {
      assert.throws(
        () => encode('openai-completions', sample),
        (error: unknown) => isFailure(error, 'protocol.sample'),
      )
    }
  })
})

describe('a request of OpenAI chat', () => {
  test('makes a message of a text and keeps messages as they are', () => {
    assert.deepEqual(bodyOf(encode('openai-chat', TEXT)).messages, [{ role: 'user', content: 'Grüße "du"' }])
    const payload = encode('openai-chat', MESSAGES)
    assert.equal(payload.path, '/v1/chat/completions')
    assert.deepEqual(bodyOf(payload).messages, MESSAGES.prompt.kind === 'messages' && MESSAGES.prompt.messages)
  })

  test('has its salt at the very beginning of the first message', () => {
    const { messages } = salted(encode('openai-chat', MESSAGES, { salt: true }), 5)
    assert.deepEqual(messages, [
      { role: 'system', content: '000000005 Be\nbrief.' },
      { role: 'user', content: 'Hi' },
    ])
  })
})

describe("a request of Triton's generate extension", () => {
  test('streams or not by the protocol, whatever the settings say', () => {
    const stream = encode('triton-generate-stream', TEXT, { stream: false })
    assert.equal(stream.path, '/v2/models/m%2F1/generate_stream')
    assert.deepEqual(bodyOf(stream), {
      text_input: 'Grüße "du"',
      max_tokens: 8,
      stream: true,
      parameters: { temperature: 0 },
    })
    const whole = encode('triton-generate', TEXT)
    assert.equal(whole.path, '/v2/models/m%2F1/generate')
    assert.equal(bodyOf(whole).stream, false)
  })

  test('forces its length and carries a salt', () => {
    const body = salted(encode('triton-generate', TEXT, { forceLength: true, salt: true }), 1)
    assert.deepEqual([body.min_tokens, body.parameters.ignore_eos], [8, true])
    assert.equal(body.text_input, '000000001 Grüße "du"')
  })

  test('needs a model', () => {
    for (const name of ['triton-generate', 'triton-generate-stream', 'kserve-infer'] as const) {
      const sample = name === 'kserve-infer' ? TENSORS : TEXT
      const target = { ...TARGET, model: null }
      assert.throws(
        () => protocols[name].encode(sample, target, SETTINGS),
        (error: unknown) => isFailure(error, 'protocol.model'),
      )
    }
  })
})

function pairs(headers: readonly string[]): [string, string][] {
  return Array.from({ length: headers.length / 2 }, (_, i) => [headers[2 * i], headers[2 * i + 1]])
}

const isFailure = (error: unknown, code: string): boolean => error instanceof Failure && error.code === code
