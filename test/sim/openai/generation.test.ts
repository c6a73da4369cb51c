import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { nanos } from '../../../src/base/nanos.ts'
import { Replica } from '../../../src/sim/replica.ts'
import { resolveReplica } from '../../../src/sim/settings.ts'
import { AS_RECORDED } from '../recording.ts'
import type { ParsedResponse } from '../wire.ts'
import { eventsOf, get, parseResponse, post, sendRaw } from '../wire.ts'

const COMPLETION = { model: 'tiny', prompt: 'Once', max_tokens: 8, ignore_eos: true }
const CHAT = { model: 'tiny', messages: [{ role: 'user', content: 'Hi' }], max_tokens: 8, ignore_eos: true }

describe('generation over HTTP', () => {
  const replica = new Replica(
    resolveReplica('replica-0', 0, { ...AS_RECORDED, streamInterval: 3, halfCharacters: 0.2 }),
  )
  let port = 0
  before(async () => {
    port = await replica.listen()
  })
  after(() => replica.close())

  const ask = async (request: string) => parseResponse((await sendRaw(port, request)).bytes)
  const json = ({ body }: ParsedResponse) => JSON.parse(body.toString())
  const completions = async (fields: object) => json(await ask(post('/v1/completions', { ...COMPLETION, ...fields })))
  const stream = async (path: string, fields: object) =>
    eventsOf((await ask(post(path, { ...fields, stream: true, stream_options: { include_usage: true } }))).body)

  test('token ids are a prompt, and count one each', async () => {
    assert.equal((await completions({ prompt: [1, 2, 3, 4, 5] })).usage.prompt_tokens, 5)
  })

  test('max_tokens is 16 where a completion does not say', async () => {
    const { max_tokens: _, ...open } = COMPLETION
    assert.equal(json(await ask(post('/v1/completions', open))).usage.completion_tokens, 16)
  })

  test('a list of prompts gives n choices for each, numbered through', async () => {
    const { choices, usage } = await completions({
      prompt: [
        [1, 2, 3],
        [4, 5],
      ],
      n: 2,
    })
    assert.deepEqual(
      choices.map(({ index }: { index: number }) => index),
      [0, 1, 2, 3],
    )
    assert.deepEqual([usage.prompt_tokens, usage.completion_tokens], [5, 32])
  })

  test('the same seed says the same, in a stream and whole, whatever the interval', async () => {
    const whole = (await completions({ seed: 4, max_tokens: 20 })).choices[0].text
    const events = await stream('/v1/completions', { ...COMPLETION, seed: 4, max_tokens: 20 })
    const pieces = events.slice(0, -2).map((event) => JSON.parse(event).choices[0].text)
    assert.equal(pieces.join(''), whole)
    assert.notEqual((await completions({ seed: 5, max_tokens: 20 })).choices[0].text, whole)
  })

  test('a stream interval of three puts 20 tokens into 8 events, the first token alone', async () => {
    const events = await stream('/v1/completions', { ...COMPLETION, max_tokens: 20, return_token_ids: true })
    const sizes = events.slice(0, -2).map((event) => JSON.parse(event).choices[0].token_ids.length)
    assert.deepEqual(sizes, [1, 3, 3, 3, 3, 3, 3, 1])
  })

  test('X-Request-Id becomes the id', async () => {
    const request = post('/v1/chat/completions', CHAT, ['X-Request-Id: abc-17'])
    assert.equal(json(await ask(request)).id, 'chatcmpl-abc-17')
  })

  test('a client that leaves frees its slot and is counted under no finished reason', async () => {
    const before = (await ask(get('/metrics'))).body.toString()
    const long = post('/v1/completions', { ...COMPLETION, max_tokens: 4000, stream: true })
    await sendRaw(port, long, (text) => text.includes('data: '))
    const reasons = (text: string) => text.split('\n').filter((line) => line.startsWith('vllm:request_success_total'))
    for (;;) {
      const now = (await ask(get('/metrics'))).body.toString()
      if (!now.includes('num_requests_running{engine="0",model_name="tiny"} 0.0')) continue
      return assert.deepEqual(reasons(now), reasons(before))
    }
  })

  test('the truth holds when each token was sent', async () => {
    await ask(post('/v1/completions', { ...COMPLETION, stream: true }, ['X-Request-Id: told']))
    const truth = json(await ask(get('/control/truth')))
    const entry = truth.find(({ id }: { id: string }) => id === 'told')
    assert.deepEqual([entry.status, entry.finish, entry.complete, entry.tokens.length], [200, 'length', true, 8])
    const times = [entry.admitted, ...entry.tokens, entry.ended]
    assert.deepEqual(
      times,
      times.toSorted((a, b) => a - b),
    )
    assert.ok(Math.abs(entry.ended - Number(process.hrtime.bigint())) < 60e9)
  })

  for (const [what, body, param] of [
    ['a prompt of the wrong kind', { ...COMPLETION, prompt: 5 }, 'body.prompt.str'],
    ['a boolean that is none', { ...COMPLETION, stream: 'yes' }, 'body.stream'],
    ['stream_options without a stream', { ...COMPLETION, stream_options: { include_usage: true } }, 'stream_options'],
    ['more min_tokens than max_tokens', { ...COMPLETION, min_tokens: 9 }, 'min_tokens'],
    ['prompt and answer beyond the context', { ...COMPLETION, max_tokens: 4096 }, 'input_tokens'],
  ] as const) {
    test(`${what} is a 400 that names the field`, async () => {
      const response = await ask(post('/v1/completions', body))
      assert.deepEqual([response.status, json(response).error.param], [400, param])
    })
  }
})

test('settings that contradict each other are refused with a way out', () => {
  const settings = resolveReplica('replica-0', 0, { maxModelLen: 1000, engine: { kvTokens: 999, stepBase: nanos(1) } })
  assert.throws(() => new Replica(settings), { code: 'sim.settings', hint: 'Raise kvTokens or lower maxModelLen.' })
})
