import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { RequestSettings } from '../../../../src/model/scenario.ts'
import type { Answer } from '../../../../src/run/protocols/protocol.ts'
import { answerOf, STREAM, streamOf } from '../answer-of.ts'

const chat = (delta: object, rest: object = {}) => ({ choices: [{ index: 0, delta, finish_reason: null, ...rest }] })
const read = (events: readonly unknown[], settings: Partial<RequestSettings> = {}): Readonly<Answer> =>
  answerOf('openai-chat', streamOf(...events), { ...STREAM, settings })

describe('a stream of OpenAI events', () => {
  for (const delta of [
    { role: 'assistant' },
    { role: 'assistant', content: '' },
    { role: 'assistant', content: null },
    {},
  ]) {
    test(`${JSON.stringify(delta)} is an event without a token`, () => {
      const answer = read([chat(delta)])
      assert.deepEqual([answer.events, answer.tokenEvents, answer.tokensSeen], [1, 0, 0])
    })
  }

  const hidden = [
    { reasoning: 'x' },
    { reasoning_content: 'x' },
    { tool_calls: [{ index: 0, id: 'c1', type: 'function', function: { name: 'f', arguments: '' } }] },
    { tool_calls: [{ index: 0, function: { arguments: '{"a' } }] },
    { function_call: { arguments: '{' } },
  ]
  for (const delta of hidden) {
    test(`${JSON.stringify(delta)} is a token that is no visible text`, () => {
      const answer = read([chat(delta)])
      assert.deepEqual([answer.tokenEvents, answer.visibleEvents, answer.tokensSeen], [1, 0, 1])
    })
  }

  for (const delta of [
    { content: 'x' },
    { refusal: 'x' },
    { content: [{ type: 'text', text: 'x' }] },
    { reasoning: '', content: 'x' },
  ]) {
    test(`${JSON.stringify(delta)} is visible text`, () => {
      const answer = read([chat(delta)])
      assert.deepEqual([answer.tokenEvents, answer.visibleEvents], [1, 1])
    })
  }

  test('an empty tool call fragment is no token', () => {
    assert.equal(read([chat({ tool_calls: [{ index: 0, function: { arguments: '' } }] })]).tokenEvents, 0)
  })

  test('final usage is taken, with what the cache gave', () => {
    const usage = { prompt_tokens: 33, completion_tokens: 2, prompt_tokens_details: { cached_tokens: 32 } }
    const answer = read([chat({ content: 'x' }), chat({}, { finish_reason: 'stop' }), { choices: [], usage }, '[DONE]'])
    assert.deepEqual([answer.usageIn, answer.usageOut, answer.usageCached], [33, 2, 32])
    assert.deepEqual(
      [answer.finish, answer.terminal, answer.doneMark, answer.endsWithBody],
      ['stop', true, true, false],
    )
  })

  test('usage that makes no sense is no usage', () => {
    for (const completion_tokens of [-1, 1.5, '7', 1e12, null]) {
      assert.equal(read([{ choices: [], usage: { completion_tokens } }]).usageOut, -1)
    }
  })

  test('continuous usage counts tokens per choice, the final one their sum', () => {
    const event = (index: number, tokens: number, content = 'x', finish_reason: string | null = null) => ({
      choices: [{ index, delta: { content }, finish_reason }],
      usage: { prompt_tokens: 5, completion_tokens: tokens },
    })
    const events = [
      event(0, 0, ''),
      event(0, 2),
      event(1, 1),
      event(1, 4),
      event(0, 3, '', 'length'),
      event(1, 5, 'x', 'stop'),
    ]
    const cut = read(events, { extra: { n: 2 } })
    assert.deepEqual([cut.tokensSeen, cut.seenBy, cut.usageOut, cut.tokenEvents], [8, 'continuous_usage', -1, 4])
    const whole = read([...events, { choices: [], usage: { completion_tokens: 8 } }], { extra: { n: 2 } })
    assert.equal(whole.usageOut, 8)
  })

  test('usage that comes but once, with the finish, is the total and counts nothing', () => {
    const last = { ...chat({}, { finish_reason: 'length' }), usage: { completion_tokens: 9 } }
    const answer = read([chat({ content: 'x' }), last])
    assert.deepEqual([answer.tokensSeen, answer.seenBy, answer.usageOut], [1, 'events', 9])
  })

  test('token ids count before log probabilities, these before events, and the worst source names the count', () => {
    const ids = chat({ content: 'x' }, { token_ids: [1, 2], logprobs: { content: [{}] } })
    const logprobs = chat({ content: 'x' }, { logprobs: { content: [{}, {}, {}] } })
    assert.deepEqual([read([ids]).tokensSeen, read([ids]).seenBy], [2, 'token_ids'])
    assert.deepEqual([read([ids, logprobs]).tokensSeen, read([ids, logprobs]).seenBy], [5, 'logprobs'])
    const all = read([ids, logprobs, chat({ content: 'x' })])
    assert.deepEqual([all.tokensSeen, all.seenBy], [6, 'events'])
  })

  test('ids behind empty text are counted though the event bears no token', () => {
    const answer = read([chat({ content: '' }, { token_ids: [7] })])
    assert.deepEqual([answer.tokenEvents, answer.tokensSeen], [0, 1])
  })

  test('an answer of two choices is over when both have finished', () => {
    const finish = (index: number, finish_reason: string) => ({ choices: [{ index, delta: {}, finish_reason }] })
    assert.equal(read([finish(0, 'stop')], { extra: { n: 2 } }).terminal, false)
    assert.equal(read([finish(0, 'stop'), finish(1, 'stop')], { extra: { n: 2 } }).terminal, true)
    assert.equal(read([finish(0, 'stop'), chatOf(1, 'x'), finish(0, 'stop')]).terminal, true)
  })

  test('that one choice was given up is not hidden by another that ended well', () => {
    const finish = (index: number, finish_reason: string) => ({ choices: [{ index, delta: {}, finish_reason }] })
    assert.equal(read([finish(0, 'abort'), finish(1, 'stop')], { extra: { n: 2 } }).finish, 'abort')
  })

  test('objects without choices or with none are events without tokens', () => {
    const answer = read([{ object: 'progress' }, { choices: [], sglext: {} }])
    assert.deepEqual([answer.events, answer.tokenEvents, answer.error, answer.malformed], [2, 0, null, null])
  })

  const errors: readonly [string, string][] = [
    ['data: {"error": {"message": "m", "code": 500}}\n\n', 'm'],
    ['data: {"error":"m","error_type":"overloaded"}\n\n', 'm'],
    ['data: {"object":"error","message":"m","code":"x"}\n\n', 'm'],
    ['data: {"choices":[],"error":{"message":"m"}}\n\n', 'm'],
    ['data: {"detail":"m"}\n\n', 'm'],
    ['data: {"error":{"code":7}}\n\n', '{"code":7}'],
    ['error: {"code":500,"message":"m"}\n\n', 'm'],
    ['event: error\ndata: m\n\n', 'm'],
  ]
  for (const [event, message] of errors) {
    test(`${JSON.stringify(event)} is an error, also when [DONE] follows`, () => {
      const answer = answerOf('openai-chat', `${event}data: [DONE]\n\n`, STREAM)
      assert.deepEqual([answer.error, answer.doneMark, answer.tokenEvents], [message, true, 0])
    })
  }

  test('`error: null` is none', () => assert.equal(read([{ ...chat({ content: 'x' }), error: null }]).error, null))

  const broken: readonly [string | Buffer, string][] = [
    ['data: {"choices":\n\n', 'invalid JSON in an event: {"choices":'],
    ['data: 5\n\n', 'JSON that is no object in an event: 5'],
    ['data: [1]\n\n', 'JSON that is no object in an event: [1]'],
    [
      Buffer.from([...Buffer.from('data: {"a":"'), 0xff, ...Buffer.from('"}\n\n')]),
      'invalid UTF-8 in an event: {"a":"\ufffd"}',
    ],
  ]
  for (const [event, why] of broken) {
    test(`${why}: ${event.toString('latin1').trim()}`, () =>
      assert.equal(answerOf('openai-chat', event, STREAM).malformed, why))
  }

  test('what cannot be read is told only so far', () => {
    const { malformed } = answerOf('openai-chat', `data: ${'x'.repeat(9000)}\n\n`, STREAM)
    assert.equal(malformed, `invalid JSON in an event: ${'x'.repeat(4096)}`)
  })

  test('a replacement character that the server sent is text', () => {
    const answer = read([chat({ content: '\ufffd' })])
    assert.deepEqual([answer.tokenEvents, answer.malformed], [1, null])
  })

  test('an event without its empty line counts when it can be read, and is no fault when it cannot', () => {
    const readable = answerOf('openai-chat', `data: ${JSON.stringify(chat({ content: 'x' }))}`, STREAM)
    assert.deepEqual([readable.tokenEvents, readable.truncatedEvent], [1, true])
    const cut = answerOf('openai-chat', 'data: {"choices":[{"in', STREAM)
    assert.deepEqual([cut.events, cut.truncatedEvent, cut.malformed], [0, true, null])
  })

  test('a line without end is dropped as malformed', () => {
    const decoder = answerOf('openai-chat', Buffer.alloc(9 * 2 ** 20, 'x'), STREAM)
    assert.equal(decoder.malformed, 'an event of more than 8 MiB')
  })

  test('[DONE] ends an answer, with white space around it too', () => {
    assert.equal(answerOf('openai-chat', 'data:  [DONE] \n\n', STREAM).terminal, true)
  })
})

function chatOf(index: number, content: string): object {
  return { choices: [{ index, delta: { content }, finish_reason: 'length' }] }
}
