import assert from 'node:assert/strict'
import { once } from 'node:events'
import { createServer } from 'node:http'
import { describe, test } from 'node:test'
import { systemClock } from '../../../../src/base/clock.ts'
import { fromMillis, NS_PER_S } from '../../../../src/base/nanos.ts'
import type { ProxyFault } from '../../../../src/model/fault.ts'
import { drain, echo, httpGet, roundTrip, stage, take, tcp } from './stage.ts'

/** A stream of chunks without an end in sight. */
const endless = () =>
  createServer((request, response) => {
    const timer = setInterval(() => response.write('token '), 2)
    request.socket.on('close', () => clearInterval(timer))
  })

const whole = () => createServer((_, response) => response.end('hello'))

/** Every fault is in force when `set` resolves, is what `state` says, and is gone without a trace when it is undone. */
const FAULTS: readonly ProxyFault[] = [
  { do: 'refuse' },
  { do: 'reset' },
  { do: 'black-hole' },
  { do: 'delay', delay: fromMillis(5), jitter: fromMillis(5) },
  { do: 'bandwidth', bytesPerSecond: 1000 },
  { do: 'cut', afterBytes: 2 },
  { do: 'slow-close', delay: fromMillis(5) },
]

for (const fault of FAULTS) {
  test(`${fault.do} is what the state says, and once undone everything passes, on the same port`, async (t) => {
    const { proxy, port, dial } = await stage(t, echo())
    const through = Number(new URL(proxy.urls.get('r')!).port)
    await proxy.control.set('r', fault)
    assert.deepEqual(proxy.control.state('r'), fault)
    await proxy.control.set('r', null)
    assert.equal(proxy.control.state('r'), null)
    assert.equal(await roundTrip(await dial(), 'as before'), 'as before')
    assert.equal(port, through)
  })
}

describe('refuse', () => {
  test('refuses new connections, and open ones go on', async (t) => {
    const { proxy, port, dial } = await stage(t, echo())
    const open = await dial()
    await roundTrip(open, 'x')
    await proxy.control.set('r', { do: 'refuse' })
    assert.equal((await httpGet(port)).code, 'ECONNREFUSED')
    assert.equal(await roundTrip(open, 'still here'), 'still here')
  })
})

describe('reset', () => {
  test('resets open connections, also in mid-answer', async (t) => {
    const { proxy, port } = await stage(t, endless())
    const { code, status, complete } = await httpGet(port, () => void proxy.control.set('r', { do: 'reset' }))
    assert.deepEqual([code, status, complete], ['ECONNRESET', 200, false])
  })

  test('resets new connections right after they are accepted', async (t) => {
    const { proxy, port } = await stage(t, whole())
    await proxy.control.set('r', { do: 'reset' })
    assert.deepEqual(await httpGet(port), { code: 'ECONNRESET', status: null, body: '', complete: false })
  })
})

describe('black hole', () => {
  test('accepts and is silent in both directions; what was in it comes out once it is gone', async (t) => {
    const story: string[] = []
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => {
        story.push('server accepts')
        socket.on('data', (bytes) => {
          story.push(`server hears ${bytes}`)
          socket.write(`answer to ${bytes}`)
        })
      }),
    )
    const before = await dial()
    await roundTrip(before, 'one')
    await proxy.control.set('r', { do: 'black-hole' })
    const during = await dial()
    before.write('two')
    during.write('three')
    await barrier(t)
    assert.deepEqual(story, ['server accepts', 'server hears one'])
    await proxy.control.set('r', null)
    assert.match((await take(before, 13)).toString(), /answer to two$/)
    assert.equal((await take(during, 15)).toString(), 'answer to three')
  })

  test('holds an answer that is under way', async (t) => {
    const { proxy, dial } = await stage(t, echo())
    const client = await dial()
    await roundTrip(client, 'x')
    await proxy.control.set('r', { do: 'black-hole' })
    client.write('held')
    let heard = false
    client.once('data', () => {
      heard = true
    })
    client.resume()
    await barrier(t)
    assert.equal(heard, false)
    const answer = once(client, 'data')
    await proxy.control.set('r', null)
    assert.equal(String((await answer)[0]), 'held')
  })
})

describe('delay', () => {
  test('keeps every chunk towards the client back, the first byte and the end as well', async (t) => {
    const delay = fromMillis(30)
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => socket.once('data', () => socket.end('answer'))),
    )
    await proxy.control.set('r', { do: 'delay', delay, jitter: fromMillis(0) })
    const client = await dial()
    const asked = systemClock()
    client.write('x')
    const { bytes, how } = await drain(client)
    assert.deepEqual([bytes.toString(), how], ['answer', 'fin'])
    assert.ok(systemClock() - asked >= delay)
  })

  test('with jitter keeps the order', async (t) => {
    const lines = Array.from({ length: 200 }, (_, i) => `${i}\n`)
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => {
        const rest = [...lines]
        const timer = setInterval(() => {
          const line = rest.shift()
          if (line !== undefined) return socket.write(line)
          clearInterval(timer)
          socket.end()
        }, 1)
      }),
    )
    await proxy.control.set('r', { do: 'delay', delay: fromMillis(10), jitter: fromMillis(10) })
    assert.equal((await drain(await dial())).bytes.toString(), lines.join(''))
  })

  test('undone, lets go at once of what it kept', async (t) => {
    const { proxy, dial } = await stage(t, echo())
    const client = await dial()
    await roundTrip(client, 'x')
    await proxy.control.set('r', { do: 'delay', delay: fromMillis(3_600_000), jitter: fromMillis(0) })
    client.write('kept')
    await barrier(t)
    await proxy.control.set('r', null)
    assert.equal((await take(client, 4)).toString(), 'kept')
  })
})

describe('bandwidth', () => {
  test('lets no more bytes per second through, and all of them', async (t) => {
    const [size, rate] = [30_000, 200_000]
    const sent = Buffer.from(Array.from({ length: size }, (_, i) => i % 251))
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => socket.once('data', () => socket.end(sent))),
    )
    await proxy.control.set('r', { do: 'bandwidth', bytesPerSecond: rate })
    const client = await dial()
    const asked = systemClock()
    client.write('x')
    const { bytes, how } = await drain(client)
    assert.ok(bytes.equals(sent) && how === 'fin')
    const burst = 0.02
    assert.ok(systemClock() - asked >= (size / rate - burst) * NS_PER_S)
  })
})

describe('cut', () => {
  test('ends a connection with a FIN after so many bytes of the answer', async (t) => {
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => socket.once('data', () => socket.end(Buffer.alloc(100_000, 'a')))),
    )
    await proxy.control.set('r', { do: 'cut', afterBytes: 70_001 })
    const client = await dial()
    client.write('x')
    const { bytes, how } = await drain(client)
    assert.deepEqual([bytes.length, how], [70_001, 'fin'])
  })

  test('is a chunked answer without its end, and its server loses the connection too', async (t) => {
    const server = endless()
    const lost = new Promise((resolve) => server.on('connection', (socket) => socket.on('close', resolve)))
    const { proxy, port } = await stage(t, server)
    await proxy.control.set('r', { do: 'cut', afterBytes: 300 })
    const { status, code, complete, body } = await httpGet(port)
    assert.deepEqual([status, code, complete], [200, 'ECONNRESET', false])
    assert.ok(body.length > 0)
    await lost
  })

  test('counts for open connections from its own beginning', async (t) => {
    const { proxy, dial } = await stage(t, echo())
    const client = await dial()
    await roundTrip(client, 'some bytes before')
    await proxy.control.set('r', { do: 'cut', afterBytes: 5 })
    const ended = drain(client.resume())
    client.write('0123456789')
    assert.deepEqual(await ended, { bytes: Buffer.from('01234'), how: 'fin' })
  })
})

describe('slow close', () => {
  test('passes bytes at once and the end later', async (t) => {
    const delay = fromMillis(40)
    const { proxy, dial } = await stage(
      t,
      tcp((socket) => socket.once('data', () => socket.end('answer'))),
    )
    await proxy.control.set('r', { do: 'slow-close', delay })
    const client = await dial()
    client.write('x')
    assert.equal((await take(client, 6)).toString(), 'answer')
    const heard = systemClock()
    const { bytes, how } = await drain(client.resume())
    assert.deepEqual([bytes.length, how], [0, 'fin'])
    assert.ok(systemClock() - heard >= delay / 2)
  })
})

/** Long enough for a byte to go everywhere: many times there and back through another proxy. */
async function barrier(t: Parameters<typeof stage>[0]): Promise<void> {
  const { dial } = await stage(t, echo())
  const client = await dial()
  for (let i = 0; i < 50; i++) await roundTrip(client, 'x')
}
