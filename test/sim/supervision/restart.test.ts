import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fromMillis, NS_PER_MS } from '../../../src/base/nanos.ts'
import type { Fleet } from '../../../src/sim/fleet.ts'
import { startFleet } from '../../../src/sim/fleet.ts'
import { AS_RECORDED } from '../recording.ts'
import { get, parseResponse, post, sendRaw } from '../wire.ts'

const PROMPT = Array.from({ length: 64 }, (_, i) => i)
const COMPLETION = { model: 'tiny', prompt: PROMPT, max_tokens: 4, ignore_eos: true }
const ENGINE = { ...AS_RECORDED.engine, prefixCache: true }
const LOAD = fromMillis(150)

const portOf = (fleet: Fleet): number => Number(new URL(fleet.replicas[0].url).port)
const ask = async (fleet: Fleet, request: string) => parseResponse((await sendRaw(portOf(fleet), request)).bytes)
const complete = async (fleet: Fleet) => (await ask(fleet, post('/v1/completions', COMPLETION))).status

const metric = async (fleet: Fleet, name: string): Promise<number> => {
  const text = (await ask(fleet, get('/metrics'))).body.toString()
  return Number(new RegExp(`^${name}(?:\\{.*\\})? (.*)$`, 'm').exec(text)![1])
}

describe('a replica that comes back', () => {
  let fleet: Fleet
  before(async () => {
    const restart = { after: fromMillis(30), load: LOAD }
    fleet = await startFleet({ ...AS_RECORDED, engine: ENGINE, replicas: 1, restart, keepTruth: true })
  })
  after(() => fleet.stop())

  test('does so by itself on the same port, as a new process with an empty cache and counters at zero', async () => {
    const [{ url, pid }] = fleet.replicas
    assert.deepEqual([await complete(fleet), await complete(fleet)], [200, 200])
    assert.ok((await metric(fleet, 'vllm:prefix_cache_hits_total')) > 0)
    const started = await metric(fleet, 'process_start_time_seconds')
    await fleet.kill('replica-0', 'SIGKILL')
    await fleet.ready('replica-0')
    assert.ok((await metric(fleet, 'process_start_time_seconds')) > started)
    assert.equal(await metric(fleet, 'vllm:prompt_tokens_total'), 0)
    assert.equal(await complete(fleet), 200)
    assert.equal(await metric(fleet, 'vllm:prefix_cache_hits_total'), 0)
    assert.equal(fleet.replicas[0].url, url)
    assert.notEqual(fleet.replicas[0].pid, pid)
  })

  test('its truth goes over all its lives, and its lives say when each began and ended', async () => {
    assert.deepEqual(
      (await fleet.truth('replica-0')).map(({ life, status, complete }) => [life, status, complete]),
      [
        [0, 200, true],
        [0, 200, true],
        [1, 200, true],
      ],
    )
    const [death, ...others] = fleet.deaths('replica-0')
    const [, second] = fleet.lives('replica-0')
    assert.deepEqual([others.length, death.end, second.exited], [0, 'SIGKILL', null])
    assert.ok(death.killed! <= death.exited)
    assert.ok(second.started - death.exited >= 29 * NS_PER_MS)
    assert.ok(second.listening! - second.started >= LOAD - NS_PER_MS && second.ready! >= second.listening!)
  })

  test('is started again on demand, whether it lives or not', async () => {
    await fleet.restart('replica-0')
    assert.equal(await complete(fleet), 200)
    assert.equal(fleet.lives('replica-0').length, 3)
    assert.equal(fleet.deaths('replica-0').length, 2)
  })
})

test('with an early port it accepts while it loads, and answers everything with 503 until it serves', async () => {
  const restart = { after: null, load: fromMillis(400), earlyPort: true }
  const fleet = await startFleet({ ...AS_RECORDED, replicas: 1, restart })
  try {
    const back = fleet.restart('replica-0')
    await untilListening(fleet)
    const [health, completion] = [await ask(fleet, get('/health')), await complete(fleet)]
    assert.deepEqual([health.status, completion], [503, 503])
    assert.match(health.body.toString(), /Loading model/)
    await back
    assert.deepEqual([(await ask(fleet, get('/health'))).status, await complete(fleet)], [200, 200])
    const { listening, ready } = fleet.lives('replica-0')[1]
    assert.ok(ready! - listening! >= 399 * NS_PER_MS)
  } finally {
    await fleet.stop()
  }
})

test('without a policy a dead replica stays dead', async () => {
  const fleet = await startFleet({ ...AS_RECORDED, replicas: 1 })
  await fleet.kill('replica-0', 'SIGTERM')
  assert.equal((await sendRaw(portOf(fleet), get('/health'))).end, 'reset')
  assert.deepEqual(
    fleet.deaths('replica-0').map(({ end }) => end),
    [0],
  )
  await assert.rejects(fleet.truth('replica-0'), { code: 'sim.control' })
  await fleet.stop()
})

/** The second life's port accepts. */
async function untilListening(fleet: Fleet): Promise<void> {
  while (!fleet.lives('replica-0')[1]?.listening) await setTimeout(2)
}
