import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Fleet } from '../../src/sim/fleet.ts'
import { startFleet } from '../../src/sim/fleet.ts'
import { streamShape } from './event-shape.ts'
import { AS_RECORDED, recording } from './recording.ts'
import { eventsOf, parseResponse, post, sendRaw } from './wire.ts'

const LONG = { model: 'tiny', prompt: 'Once', max_tokens: 4000, ignore_eos: true, stream: true }

const portOf = (fleet: Fleet, i: number) => Number(new URL(fleet.replicas[i].url).port)

/** A dying process closes its connections one by one: until its listener's turn, the kernel still accepts, then resets. */
const refuses = async (port: number): Promise<string> => {
  for (let tries = 0; ; tries++) {
    const socket = connect(port, '127.0.0.1')
    const [error] = await once(socket, 'error')
    if (error.code !== 'ECONNRESET' || tries === 50) return error.code
    await setTimeout(10)
  }
}

describe('a fleet of processes', () => {
  let fleet: Fleet
  before(async () => {
    fleet = await startFleet({ ...AS_RECORDED, replicas: 3, faultsOf: { 'replica-0': [{ kind: 'http-error' }] } })
  })
  after(() => fleet.stop())

  test('has its replicas on loopback, each with a name, a port and a process of its own', () => {
    assert.deepEqual(
      fleet.replicas.map(({ name }) => name),
      ['replica-0', 'replica-1', 'replica-2'],
    )
    assert.ok(fleet.replicas.every(({ url }) => /^http:\/\/127\.0\.0\.1:\d+$/.test(url)))
    assert.equal(new Set(fleet.replicas.map(({ pid }) => pid)).size, 3)
  })

  test('faults are switched per replica, and its truth tells of what they hit', async () => {
    const ask = async () => {
      const request = post('/v1/completions', { ...LONG, stream: false, max_tokens: 4 })
      return parseResponse((await sendRaw(portOf(fleet, 0), request)).bytes).status
    }
    assert.equal(await ask(), 500)
    await fleet.setFaults('replica-0', [])
    assert.equal(await ask(), 200)
    const truth = await fleet.truth('replica-0')
    assert.deepEqual(
      truth.map(({ status, tokens }) => [status, tokens.length]),
      [
        [500, 0],
        [200, 4],
      ],
    )
    await assert.rejects(fleet.setFaults('replica-0', [{ kind: 'no' } as never]), { code: 'sim.control' })
  })

  test('a replica unknown by name is refused', async () => {
    await assert.rejects(fleet.kill('replica-9', 'SIGKILL'), { code: 'sim.unknown-replica' })
  })

  test('SIGTERM ends a stream as the recorded vLLM did: abort, usage, DONE, then no server', async () => {
    const port = portOf(fleet, 1)
    const real = recording('vllm', 'sigterm-midstream')
    let killed: Promise<void> | undefined
    const { bytes, end } = await sendRaw(port, real.request, (text) => {
      if (text.includes('data: ')) killed ??= fleet.kill('replica-1', 'SIGTERM')
      return false
    })
    const shape = (response: Buffer) => streamShape(eventsOf(parseResponse(response).body))
    assert.equal(end, 'whole')
    assert.deepEqual(shape(bytes), shape(real.response))
    await killed
    assert.equal(await refuses(port), 'ECONNREFUSED')
  })

  test('SIGKILL ends a stream as recorded: a FIN between chunks, no last chunk, no DONE', async () => {
    const port = portOf(fleet, 2)
    let killed: Promise<void> | undefined
    const { bytes, end } = await sendRaw(port, post('/v1/completions', LONG), (text) => {
      if (text.includes('data: ')) killed ??= fleet.kill('replica-2', 'SIGKILL')
      return false
    })
    assert.notEqual(end, 'whole')
    assert.ok(!bytes.includes('[DONE]'))
    await killed
    assert.equal(await refuses(port), 'ECONNREFUSED')
  })
})

test('a port that is taken is a failure with a way out, and no replica is left', async () => {
  const fleet = await startFleet({ replicas: 1 })
  const taken = portOf(fleet, 0)
  await assert.rejects(startFleet({ replicas: 2, ports: [0, taken] }), { code: 'sim.listen' })
  await fleet.stop()
  assert.equal(await refuses(taken), 'ECONNREFUSED')
})

test('replicas end when the process that started them is killed', async () => {
  const source = fileURLToPath(new URL('../../src/sim/fleet.ts', import.meta.url))
  const program = `const { startFleet } = await import(${JSON.stringify(source)})
    const fleet = await startFleet({ replicas: 1 })
    console.log(fleet.replicas[0].url)`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(parent.stdout, 'data')
  const port = Number(new URL(String(line).trim()).port)
  // A connection that is open ends when the replica does.
  const socket = connect(port, '127.0.0.1')
  await once(socket, 'connect')
  const ended = once(socket.resume(), 'close')
  parent.kill('SIGKILL')
  await ended
  assert.equal(await refuses(port), 'ECONNREFUSED')
})

test('SIGTERM ends a replica although clients hold connections that they have not used', async (t) => {
  const fleet = await startFleet({ replicas: 1 })
  t.after(() => fleet.stop())
  const socket = connect(portOf(fleet, 0), '127.0.0.1')
  await once(socket, 'connect')
  const ended = once(socket.on('error', () => {}).resume(), 'close')
  await fleet.kill('replica-0', 'SIGTERM')
  await ended
})
