import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { FaultKind, FaultSettings } from '../../../src/sim/faults/fault.ts'
import { FAULTS } from '../../../src/sim/faults/index.ts'
import { FaultInjector } from '../../../src/sim/faults/injector.ts'
import { eventsOf, parseResponse } from '../wire.ts'
import type { Ask } from './contract.ts'
import { faultContract, REQUEST, STREAM } from './contract.ts'

const status = async (ask: Ask) => parseResponse((await ask(STREAM)).bytes).status
const shows = (title: string, check: () => Promise<void>) => void test(title, check)

/** One of each kind, and what its clients see. */
const CASES: { [Kind in FaultKind]: [Extract<FaultSettings, { kind: Kind }>, (ask: Ask) => void] } = {
  'http-error': [
    { kind: 'http-error' },
    (ask) => shows('it answers 500', async () => assert.equal(await status(ask), 500)),
  ],
  reject: [
    { kind: 'reject', status: 429, queueLimit: 0, retryAfter: 2 },
    (ask) =>
      shows('it answers with its status and when to come back', async () => {
        const { bytes } = await ask(STREAM)
        assert.match(bytes.toString(), /^HTTP\/1\.1 429 .*\r\nretry-after: 2\r\n/s)
      }),
  ],
  unauthorized: [
    { kind: 'unauthorized', apiKey: 'secret' },
    (ask) => shows('it answers 401 without the key', async () => assert.equal(await status(ask), 401)),
  ],
  html: [
    { kind: 'html', status: 502 },
    (ask) =>
      shows('it answers with a web page', async () => {
        const { bytes } = await ask(STREAM)
        assert.match(bytes.toString(), /^HTTP\/1\.1 502 .*content-type: text\/html.*<html>/s)
      }),
  ],
  silence: [
    { kind: 'silence', afterHead: true },
    (ask) =>
      shows('it sends a head and nothing after it', async () => {
        const { bytes } = await ask(STREAM, (text) => text.endsWith('\r\n\r\n'))
        assert.equal(parseResponse(bytes).body.length, 0)
      }),
  ],
  cut: [
    { kind: 'cut', how: 'fin', afterChunks: 3 },
    (ask) => {
      shows('it ends a stream by a quiet FIN after its events', async () => {
        const { bytes, end } = await ask(STREAM)
        assert.deepEqual([end, eventsOf(parseResponse(bytes).body).length], ['fin', 3])
      })
      shows('it ends a whole answer in its middle', async () => {
        const { bytes, end } = await ask(REQUEST)
        const { body } = parseResponse(bytes)
        assert.equal(end, 'fin')
        assert.throws(() => JSON.parse(body.toString()))
      })
    },
  ],
  'error-event': [
    { kind: 'error-event', afterChunks: 2 },
    (ask) => {
      shows('it puts an error into HTTP 200 and ends in form', async () => {
        const { bytes, end } = await ask(STREAM)
        const response = parseResponse(bytes)
        const events = eventsOf(response.body)
        assert.deepEqual([response.status, end, events.length, events[3]], [200, 'whole', 4, '[DONE]'])
        assert.equal(JSON.parse(events[2]).error.code, 500)
      })
      shows('a whole answer becomes a 500', async () => {
        assert.equal(parseResponse((await ask(REQUEST)).bytes).status, 500)
      })
    },
  ],
  'slow-first-token': [
    { kind: 'slow-first-token', delayMs: 40 },
    (ask) =>
      shows('every event comes, in order and late', async () => {
        const started = performance.now()
        const { bytes } = await ask(STREAM)
        assert.ok(performance.now() - started >= 39)
        assert.equal(eventsOf(parseResponse(bytes).body).at(-1), '[DONE]')
      }),
  ],
  drip: [
    { kind: 'drip', bytesPerSecond: 1000 },
    (ask) =>
      shows('every chunk is one byte', async () => {
        const { bytes } = await ask(STREAM, (text) => text.length > 400)
        assert.deepEqual(new Set(parseResponse(bytes).chunks!.map((chunk) => chunk.length)), new Set([1]))
      }),
  ],
  'long-line': [
    { kind: 'long-line', bytes: 3_000_000 },
    (ask) =>
      shows('one line is as long as asked, and the answer follows it', async () => {
        const events = eventsOf(parseResponse((await ask({ ...STREAM, max_tokens: 1 })).bytes).body)
        assert.deepEqual([events[0].length, events.at(-1)], [3_000_000, '[DONE]'])
      }),
  ],
  'invalid-utf8': [
    { kind: 'invalid-utf8' },
    (ask) =>
      shows('the text holds bytes that no UTF-8 has, inside JSON that is whole', async () => {
        const { body } = parseResponse((await ask(STREAM)).bytes)
        assert.throws(() => new TextDecoder('utf-8', { fatal: true }).decode(body))
        for (const event of eventsOf(body).slice(0, -1)) JSON.parse(event)
      }),
  ],
  'wrong-usage': [
    { kind: 'wrong-usage', factor: 3 },
    (ask) => {
      shows('a stream counts three times its tokens', async () => {
        const events = eventsOf(parseResponse((await ask(STREAM)).bytes).body)
        assert.equal(JSON.parse(events.at(-2)!).usage.completion_tokens, 36)
      })
      shows('so does a whole answer, at the right length', async () => {
        const { body } = parseResponse((await ask(REQUEST)).bytes)
        assert.equal(JSON.parse(body.toString()).usage.completion_tokens, 36)
      })
    },
  ],
  'missing-done': [
    { kind: 'missing-done' },
    (ask) =>
      shows('the stream ends in form without [DONE]', async () => {
        const { bytes, end } = await ask(STREAM)
        assert.deepEqual([end, bytes.includes('[DONE]')], ['whole', false])
      }),
  ],
}

for (const kind of Object.keys(FAULTS) as FaultKind[]) {
  const [settings, own] = CASES[kind]
  faultContract(settings, own)
}

faultContract({ kind: 'cut', how: 'rst', afterChunks: 1 }, (ask) =>
  shows('it resets the connection', async () => assert.equal((await ask(STREAM)).end, 'reset')),
)

test('a share of a fifth hits about a fifth, the same ones for the same seed', () => {
  const hits = (seed: string) => {
    const injector = new FaultInjector(seed, [{ kind: 'silence', share: 0.2 }])
    const exchange = { outlet: {} } as Parameters<FaultInjector['admit']>[0]
    return Array.from({ length: 1000 }, () => injector.admit(exchange, { waiting: 0 }) === null)
  }
  assert.deepEqual(hits('a'), hits('a'))
  const count = hits('a').filter(Boolean).length
  assert.ok(count > 150 && count < 250, String(count))
})

test('a kind that does not exist is refused with the nearest that does', () => {
  const unknown = [{ kind: 'silense' }] as unknown as FaultSettings[]
  assert.throws(() => new FaultInjector('a', unknown), { code: 'sim.unknown-fault', hint: 'Did you mean silence?' })
})
