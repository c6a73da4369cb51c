import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import type { Socket } from 'node:net'
import { describe, test } from 'node:test'
import { setImmediate } from 'node:timers/promises'
import { startProxy } from '../../../../src/run/faults/proxy/start-proxy.ts'
import { drain, echo, roundTrip, stage, tcp } from './stage.ts'

const MB = 2 ** 20
const LARGE = Buffer.from(Uint32Array.from({ length: 10 * (MB / 4) }, (_, i) => Math.imul(i, 0x9e3779b9)).buffer)

const hash = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Reads with pauses, far slower than is written. */
async function readSlowly(socket: Socket): Promise<Buffer> {
  const parts: Buffer[] = []
  for await (const part of socket) {
    parts.push(part)
    await setImmediate()
  }
  return Buffer.concat(parts)
}

describe('without a fault the proxy', () => {
  test('gives 10 MB to a slow client as they were sent', async (t) => {
    const { dial } = await stage(
      t,
      tcp((socket) => socket.end(LARGE)),
    )
    assert.equal(hash(await readSlowly(await dial())), hash(LARGE))
  })

  test('gives 10 MB to a slow server as they were sent', async (t) => {
    const server = tcp((socket) => void readSlowly(socket).then((bytes) => socket.end(hash(bytes))))
    const { dial } = await stage(t, server)
    const client = await dial()
    client.end(LARGE)
    assert.equal((await drain(client)).bytes.toString(), hash(LARGE))
  })

  test('does not read a server on while its client does not read', async (t) => {
    let server: Socket | undefined
    const { dial } = await stage(
      t,
      tcp((socket) => {
        server = socket
        void (async () => {
          for (let i = 0; i < 40; i++) if (!socket.write(LARGE)) await once(socket, 'drain')
          socket.end()
        })()
      }),
    )
    const client = await dial()
    client.pause()
    // What the kernel holds on both connections grows until nothing moves.
    for (let last = -1; server === undefined || server.bytesWritten - server.writableLength !== last; ) {
      last = server === undefined ? -1 : server.bytesWritten - server.writableLength
      for (let turns = 0; turns < 2000; turns++) await setImmediate()
    }
    assert.ok(server.bytesWritten < 10 * LARGE.length, `${server.bytesWritten}`)
  })

  test('passes an answer to a client that has said its last word', async (t) => {
    const server = tcp((socket) => socket.on('end', () => socket.end('late answer')).resume())
    const { dial } = await stage(t, server)
    const client = await dial()
    client.end('question')
    assert.deepEqual(await drain(client), { bytes: Buffer.from('late answer'), how: 'fin' })
  })

  test('ends with a FIN what the server ends with a FIN, and with a RST what it resets', async (t) => {
    const ends: ((socket: Socket) => void)[] = [(socket) => socket.end('x'), (socket) => socket.resetAndDestroy()]
    const { dial } = await stage(
      t,
      tcp((socket) => socket.once('data', () => ends.shift()!(socket))),
    )
    for (const how of ['fin', 'ECONNRESET']) {
      const client = await dial()
      client.write('go')
      assert.equal((await drain(client)).how, how)
    }
  })

  test('resets the server’s side where the client resets its own', async (t) => {
    const seen = Promise.withResolvers<string>()
    const { dial } = await stage(
      t,
      tcp((socket) => void drain(socket.on('data', () => socket.write('go'))).then(({ how }) => seen.resolve(how))),
    )
    const client = await dial()
    await roundTrip(client, 'go')
    client.resetAndDestroy()
    assert.equal(await seen.promise, 'ECONNRESET')
  })

  test('resets a client whose server does not listen', async (t) => {
    const gone = echo()
    const { dial } = await stage(t, gone)
    gone.close()
    assert.equal((await drain(await dial())).how, 'ECONNRESET')
  })
})

describe('startProxy', () => {
  test('keeps what a URL is but for the address', async (t) => {
    const { urls, close } = await startProxy([
      { name: 'a', url: 'https://server.example:8443/v1' },
      { name: 'b', url: 'http://[::1]:8000' },
      { name: 'c', url: 'http://127.0.0.1:8000/' },
    ])
    t.after(close)
    const ports = [...urls.values()].map((url) => new URL(url).port)
    assert.deepEqual(
      [...urls.values()],
      [`https://127.0.0.1:${ports[0]}/v1`, `http://127.0.0.1:${ports[1]}`, `http://127.0.0.1:${ports[2]}/`],
    )
    assert.equal(new Set(ports).size, 3)
  })

  test('listens where it is told, and refuses a port that is taken', async (t) => {
    const { port } = await stage(t, echo())
    const other = { name: 'q', url: 'http://127.0.0.1:1', port }
    await assert.rejects(
      startProxy([{ name: 'p', url: 'http://127.0.0.1:1' }, other]),
      (error: Error & { code: string }) => {
        assert.equal(error.code, 'fault.proxy-port')
        return error.message.includes(`before q cannot listen on 127.0.0.1:${port}`)
      },
    )
  })

  test('has no say over a replica it does not stand before, nor after its end', async () => {
    const { control, close } = await startProxy([{ name: 'a', url: 'http://127.0.0.1:1' }])
    assert.deepEqual([control.state('a'), control.state('b')], [null, undefined])
    await assert.rejects(control.set('b', { do: 'reset' }), { code: 'fault.proxy-unknown' })
    await close()
    await assert.rejects(control.set('a', { do: 'reset' }), { code: 'fault.proxy-over' })
  })
})
