import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { answerOf, JSON_BODY, STREAM } from './answer-of.ts'

const CHAT =
  '{"choices":[{"index":0,"message":{"role":"assistant","content":"hi"},"finish_reason":"stop"}],"usage":{"prompt_tokens":3,"completion_tokens":2}}'

describe('a body that is not streamed', () => {
  test('is an answer when it holds one, even where a stream was asked for', () => {
    const answer = answerOf('openai-chat', CHAT, JSON_BODY)
    assert.deepEqual([answer.terminal, answer.endsWithBody, answer.tokenEvents, answer.events], [true, true, 1, 1])
    assert.deepEqual([answer.usageIn, answer.usageOut, answer.tokensSeen, answer.finish], [3, 2, 0, 'stop'])
    assert.equal(answer.notStreamed, true)
  })

  test('is what was asked for where no stream was', () => {
    assert.equal(answerOf('openai-chat', CHAT, { ...JSON_BODY, settings: { stream: false } }).notStreamed, false)
    assert.equal(answerOf('openai-chat', 'data: [DONE]\n\n', STREAM).notStreamed, false)
  })

  test('tells its tokens by log probabilities where it has them', () => {
    const answer = answerOf(
      'openai-completions',
      '{"choices":[{"text":"ab","logprobs":{"tokens":["a","b"]}}]}',
      JSON_BODY,
    )
    assert.deepEqual([answer.tokensSeen, answer.seenBy], [2, 'logprobs'])
  })

  test('with empty text bears no token', () => {
    const answer = answerOf('openai-completions', '{"choices":[{"text":"","finish_reason":"stop"}]}', JSON_BODY)
    assert.deepEqual([answer.terminal, answer.tokenEvents], [true, 0])
  })

  test('with reasoning or a tool call alone bears a token that is not visible', () => {
    for (const message of [
      { reasoning: 'x' },
      { tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] },
    ]) {
      const answer = answerOf('openai-chat', JSON.stringify({ choices: [{ message }] }), JSON_BODY)
      assert.deepEqual([answer.tokenEvents, answer.visibleEvents], [1, 0])
    }
  })

  test('is read as events when it says it is a stream, though none was asked for', () => {
    const answer = answerOf('openai-chat', 'data: {"choices":[{"delta":{"content":"x"}}]}\n\n', {
      ...STREAM,
      settings: { stream: false },
    })
    assert.equal(answer.tokenEvents, 1)
  })

  test('is read as was asked when it says nothing of itself', () => {
    assert.equal(answerOf('openai-chat', 'data: [DONE]\n\n').doneMark, true)
    assert.equal(answerOf('openai-chat', CHAT, { settings: { stream: false } }).terminal, true)
  })

  const errors: readonly [string, string][] = [
    ['{"error":{"message":"m"}}', 'm'],
    ['{"error":"m"}', 'm'],
    ['{"object":"error","message":"m"}', 'm'],
    ['{"detail":[{"loc":["body","n"],"msg":"m"}]}', 'body.n: m'],
  ]
  for (const [body, message] of errors) {
    test(`${body} is an error although the status is 200`, () => {
      assert.equal(answerOf('openai-chat', body, JSON_BODY).error, message)
    })
  }

  const broken: readonly [string, string][] = [
    ['', 'an empty body where JSON was expected'],
    ['{"choices":[', 'invalid JSON as body: {"choices":['],
    ['[]', 'JSON that is no object as body: []'],
    ['{"id":1}', 'JSON without choices'],
    ['{"choices":[]}', 'JSON without choices'],
  ]
  for (const [body, why] of broken) {
    test(`${JSON.stringify(body)} is malformed: ${why}`, () =>
      assert.equal(answerOf('openai-chat', body, JSON_BODY).malformed, why))
  }

  test('of HTML is malformed, of an error in plain text an error too', () => {
    const html = answerOf('openai-chat', '<html>', { headers: { 'content-type': 'text/html' } })
    assert.equal(html.malformed, 'content-type text/html where JSON or an event stream was expected')
    assert.equal(html.error, null)
    const text = answerOf('openai-chat', '{"error":"m"}', { headers: { 'content-type': 'text/plain' } })
    assert.equal(text.error, 'm')
  })

  test('that is compressed cannot be read', () => {
    const headers = { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' }
    assert.equal(answerOf('openai-chat', 'xx', { headers }).malformed, 'content-encoding gzip')
  })
})

describe('the body of an HTTP error', () => {
  const bodies: readonly [string, string | null][] = [
    ['{"error":{"message":"m","code":404}}', 'm'],
    ['{"error":"m"}', 'm'],
    ['{"object":"error","message":"m"}', 'm'],
    ['{"detail":"m"}', 'm'],
    ['{"message":"m"}', 'm'],
    ['{"other":1}', '{"other":1}'],
    ['<html>Bad Gateway</html>\n', '<html>Bad Gateway</html>'],
    ['', null],
  ]
  for (const [body, message] of bodies) {
    test(`${JSON.stringify(body)} says ${message}`, () => {
      for (const name of ['openai-chat', 'kserve-infer'] as const) {
        assert.equal(answerOf(name, body, { status: 500, ...JSON_BODY }).error, message)
      }
    })
  }

  test('may be an event stream', () => {
    const answer = answerOf('triton-generate-stream', 'data: {"error":"m"}\n\n', { status: 400, ...STREAM })
    assert.deepEqual([answer.error, answer.tokenEvents], ['m', 0])
  })

  test('says nothing when it is compressed', () => {
    const headers = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    for (const name of ['openai-chat', 'kserve-infer'] as const) {
      const answer = answerOf(name, Buffer.from([0x1f, 0x8b, 8, 0]), { status: 502, headers })
      assert.deepEqual([answer.error, answer.malformed], [null, 'content-encoding gzip'])
    }
  })

  test('is looked at only so far', () => {
    const answer = answerOf('openai-chat', Buffer.alloc(2 ** 20, 'x'), { status: 500 })
    assert.equal(answer.error?.length, 4096)
  })

  test('comes with when to ask again', () => {
    assert.equal(answerOf('openai-chat', '', { status: 503, headers: { 'retry-after': '3' } }).retryAfter, '3')
  })
})
