import assert from 'node:assert/strict'
import { afterEach, describe, test } from 'node:test'
import { Failure } from '../../../src/base/failure.ts'
import { fromMillis } from '../../../src/base/nanos.ts'
import type { RequestSettings, Target } from '../../../src/model/scenario.ts'
import { measurePace } from '../../../src/run/discover/measure-pace.ts'
import { measureWordsPerToken } from '../../../src/run/discover/words-per-token.ts'
import { Replica } from '../../../src/sim/replica.ts'
import { type ReplicaOptions, resolveReplica } from '../../../src/sim/settings.ts'
import { SETTINGS } from '../protocols/recording.ts'
import { type Received, serve } from '../transport/scripted-server.ts'
import { answer } from './recorded-server.ts'

const ACCESS = { headers: {}, authorization: null, tls: null }
const FAST: ReplicaOptions = { engine: { stepBase: fromMillis(1), stepPerSequence: fromMillis(0.1), prefillRate: 1e6 } }

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0)) await close()
})

async function replica(options: ReplicaOptions = FAST): Promise<string> {
  const made = new Replica(resolveReplica('a', 0, options))
  closing.push(() => made.close())
  return `http://127.0.0.1:${await made.listen()}`
}

/** A server that answers by what is asked of it. */
async function answering(reply: (asked: { [field: string]: unknown }, request: Received) => string): Promise<string> {
  const server = await serve(async (peer) => {
    for (let request = await peer.request(); request !== undefined; request = await peer.request()) {
      peer.write(reply(JSON.parse(request.body), request))
    }
  }, null)
  closing.push(() => server.close())
  return `http://127.0.0.1:${server.port}`
}

const target = (url: string, protocol: Target['protocol'] = 'openai-chat'): Target => ({
  name: 'a',
  url,
  protocol,
  model: protocol.startsWith('triton') ? 'llm' : 'sim',
  transport: 'http1',
  headers: {},
  apiKey: null,
  tls: null,
})

const FORCED: RequestSettings = { ...SETTINGS, forceLength: true, salt: true }
const pace = (at: Target, settings = FORCED) => measurePace(at, ACCESS, settings, () => SAMPLE, 5000)
const SAMPLE = {
  kind: 'prompt' as const,
  prompt: { kind: 'length' as const, tokens: 16, blocks: [{ seed: 'x', tokens: 16 }] },
  inputTokens: 16,
  outputTokens: 8,
}
const whole = (tokens: number, text = 'a b c') =>
  answer(200, {
    choices: [{ index: 0, text, message: { content: text }, finish_reason: 'length' }],
    usage: { prompt_tokens: 16, completion_tokens: tokens },
  })

describe('the pace of an endpoint', () => {
  for (const protocol of ['openai-chat', 'openai-completions', 'triton-generate-stream'] as const) {
    test(`is measured as ${protocol} streams it`, async () => {
      const { settings, alone, together } = await pace(target(await replica(), protocol))
      assert.deepEqual(settings, FORCED)
      for (const { ttft, latency } of [alone, together]) assert.ok(ttft > 0 && latency >= ttft)
      if (protocol !== 'triton-generate-stream') assert.ok(alone.tpot >= 0 && together.tpot >= 0)
    })
  }

  test('is that of whole answers where the server does not stream', async () => {
    const { settings, alone } = await pace(target(await answering(() => whole(8))))
    assert.equal(settings.stream, false)
    assert.ok(Number.isNaN(alone.ttft) && alone.latency > 0)
  })

  test('is taken without forced lengths from a server that refuses or ignores them', async () => {
    const refusing = await answering(({ ignore_eos }) =>
      ignore_eos ? answer(400, { error: { message: 'unknown field ignore_eos' } }) : whole(8),
    )
    const ignoring = await answering(() => whole(3))
    for (const url of [refusing, ignoring]) {
      assert.equal((await pace(target(url), { ...FORCED, stream: false })).settings.forceLength, false)
    }
  })

  test('is taken with text from a completions server that refuses token ids', async () => {
    const url = await answering(({ prompt }) => (Array.isArray(prompt) ? answer(422, { error: 'no ids' }) : whole(8)))
    const { settings } = await pace(target(url, 'openai-completions'), { ...FORCED, stream: false })
    assert.deepEqual([settings.prompt, settings.forceLength], ['text', true])
  })

  test('counts a server as serving by turns when it turns some of a few together away', async () => {
    let open = 0
    const url = await answering(() => (open++ >= 2 ? answer(429, { error: 'too many' }) : whole(8)))
    const { alone, together } = await pace(target(url), { ...FORCED, stream: false })
    assert.equal(together.latency, 4 * alone.latency)
  })

  test('is refused in the words of a server that answers no request', async () => {
    for (const [status, exit] of [
      [404, 2],
      [500, 4],
    ]) {
      const url = await answering(() => answer(status, { error: { message: 'no such thing' } }))
      await assert.rejects(pace(target(url)), (error) => {
        assert.ok(error instanceof Failure)
        assert.equal(error.exit, exit)
        assert.match(error.message, /no such thing/)
        return true
      })
    }
  })
})

describe('words per token', () => {
  test('are measured by the server’s own count', async () => {
    const url = await answering((asked) => {
      const [{ content }] = asked.messages as { content: string }[]
      return answer(200, { choices: [{}], usage: { prompt_tokens: 2 * content.split(' ').length + 30 } })
    })
    const asker = { baseUrl: url, access: ACCESS, timeoutMs: 5000 }
    assert.equal(await measureWordsPerToken(asker, 'openai-chat', 'sim', 2048), 0.5)
  })

  test('are probed within a short context', async () => {
    const url = await replica({ ...FAST, maxModelLen: 300 })
    const asker = { baseUrl: url, access: ACCESS, timeoutMs: 5000 }
    const measured = await measureWordsPerToken(asker, 'openai-completions', 'sim', 300)
    assert.ok(measured !== null && measured > 0.5 && measured <= 1)
  })

  test('are unknown where no usage tells', async () => {
    const url = await answering(() => answer(200, { choices: [{}] }))
    const asker = { baseUrl: url, access: ACCESS, timeoutMs: 5000 }
    assert.equal(await measureWordsPerToken(asker, 'openai-chat', null, null), null)
    assert.equal(await measureWordsPerToken(asker, 'triton-generate', 'llm', null), null)
  })
})
