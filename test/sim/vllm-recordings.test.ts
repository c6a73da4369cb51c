import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { Replica } from '../../src/sim/replica.ts'
import { resolveReplica } from '../../src/sim/settings.ts'
import { shapeOf, streamShape } from './event-shape.ts'
import { AS_RECORDED, recording, recordings } from './recording.ts'
import type { ParsedResponse } from './wire.ts'
import { eventsOf, parseResponse, sendRaw } from './wire.ts'

/** Cases in which something was done to the server or by the client in mid-stream; `metrics` has its own test. */
const APART = /^(sig|client-abort|metrics)/

const changing = new Set(['date', 'content-length'])
const headersOf = ({ headers }: ParsedResponse) =>
  headers.map(([name, value]) => (changing.has(name) ? name : `${name}: ${value}`))
const usageOf = ({ body }: ParsedResponse) =>
  [...body.toString('utf8').matchAll(/"completion_tokens":(\d+)/g)].map(([, count]) => Number(count)).at(-1)
const isStream = ({ chunks }: ParsedResponse) => chunks !== null

describe('a replica answers as the recorded vLLM did', () => {
  const replica = new Replica(resolveReplica('replica-0', 0, AS_RECORDED))
  let port = 0
  before(async () => {
    port = await replica.listen()
  })
  after(() => replica.close())
  const ask = async (request: Buffer) => parseResponse((await sendRaw(port, request)).bytes)

  for (const { name, request, response } of recordings('vllm')) {
    if (APART.test(name)) continue
    test(name, async () => {
      const real = parseResponse(response)
      const ours = await ask(request)
      assert.deepEqual([ours.status, ours.reason], [real.status, real.reason])
      assert.deepEqual(headersOf(ours), headersOf(real))
      if (isStream(real)) {
        assert.deepEqual(streamShape(eventsOf(ours.body)), streamShape(eventsOf(real.body)))
        assert.deepEqual(new Set(ours.chunks!.map((chunk) => eventsOf(chunk).length)), new Set([1]))
      } else if (real.status >= 400) assert.equal(ours.body.toString(), real.body.toString())
      else if (real.body.length > 0) {
        assert.deepEqual(shapeOf(JSON.parse(ours.body.toString())), shapeOf(JSON.parse(real.body.toString())))
      }
      if (!name.includes('stop')) assert.equal(usageOf(ours), usageOf(real))
    })
  }

  test('its metrics are series that vLLM has, of the same types', async () => {
    const isConfig = (line: string) => line.startsWith('vllm:cache_config_info{')
    const lines = (text: string) => text.split('\n').filter((line) => !isConfig(line))
    const series = (text: string) => lines(text).map((line) => line.replace(/ [^ ]+$/, ''))
    const configured = (text: string) =>
      text
        .split('\n')
        .find(isConfig)!
        .match(/\w+(?==")/g)!
    const types = (text: string) => text.split('\n').filter((line) => line.startsWith('# TYPE'))
    const { request, response } = recording('vllm', 'metrics')
    const real = parseResponse(response)
    const ours = await ask(request)
    assert.deepEqual(headersOf(ours), headersOf(real))
    const known = new Set([...series(real.body.toString()), ...types(real.body.toString())])
    const said = ours.body.toString()
    const samples = series(said).filter((line) => line !== '' && !line.startsWith('#'))
    assert.deepEqual(
      [...samples, ...types(said)].filter((line) => !known.has(line)),
      [],
    )
    assert.ok(samples.length > 100)
    const options = new Set(configured(real.body.toString()))
    assert.deepEqual(
      configured(said).filter((option) => !options.has(option)),
      [],
    )
  })
})
