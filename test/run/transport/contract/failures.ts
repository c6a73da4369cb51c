import assert from 'node:assert/strict'
import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { Worker } from 'node:worker_threads'
import { fromMillis } from '../../../../src/base/nanos.ts'
import type { WireFailure } from '../../../../src/run/transport/transport.ts'
import type { Peer } from '../scripted-server.ts'
import { CHUNKED, given, OK, open, type Rig, sender, wire } from './rig.ts'

/** How a connection, or what comes over it, can break, and what it is called then. */
export function failuresContract(rig: Rig): void {
  const LENGTH = 'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n'
  const broken: {
    title: string
    says: string
    ends: 'fin' | 'rst' | 'stay'
    kind: WireFailure['kind']
    body?: string
  }[] = [
    { title: 'FIN before the head is fin', says: '', ends: 'fin', kind: 'fin' },
    { title: 'FIN within the head is fin', says: 'HTTP/1.1 200 OK\r\nConte', ends: 'fin', kind: 'fin' },
    { title: 'FIN between two chunks is fin', says: `${CHUNKED}2\r\nab\r\n`, ends: 'fin', kind: 'fin', body: 'ab' },
    { title: 'FIN within a chunk is fin', says: `${CHUNKED}4\r\nab`, ends: 'fin', kind: 'fin', body: 'ab' },
    { title: 'FIN before the announced length is fin', says: `${LENGTH}four`, ends: 'fin', kind: 'fin', body: 'four' },
    { title: 'RST before the head is reset', says: '', ends: 'rst', kind: 'reset' },
    { title: 'RST in mid-body is reset', says: `${CHUNKED}2\r\nab\r\n`, ends: 'rst', kind: 'reset', body: 'ab' },
    {
      title: 'RST in a body that only the connection delimits is reset',
      says: 'HTTP/1.1 200 OK\r\n\r\nab',
      ends: 'rst',
      kind: 'reset',
      body: 'ab',
    },
    { title: 'what is not HTTP is malformed at once', says: 'SSH-2.0-x\r\n', ends: 'stay', kind: 'malformed' },
    {
      title: 'a status that is no number is malformed',
      says: 'HTTP/1.1 2x0 OK\r\n\r\n',
      ends: 'stay',
      kind: 'malformed',
    },
    {
      title: 'a bad chunk size is malformed',
      says: `${CHUNKED}2\r\nab\r\nxyz\r\n`,
      ends: 'stay',
      kind: 'malformed',
      body: 'ab',
    },
    {
      title: 'a chunk longer than it says is malformed',
      says: `${CHUNKED}2\r\nabc\r\n`,
      ends: 'stay',
      kind: 'malformed',
      body: 'ab',
    },
    {
      title: 'a bad length is malformed',
      says: 'HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n',
      ends: 'stay',
      kind: 'malformed',
    },
    {
      title: 'a head of more than 64 KiB is malformed',
      says: `HTTP/1.1 200 OK\r\nX-Pad: ${'x'.repeat(70_000)}`,
      ends: 'stay',
      kind: 'malformed',
    },
    {
      title: 'a switch of protocols is malformed',
      says: 'HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n',
      ends: 'stay',
      kind: 'malformed',
    },
  ]

  for (const { title, says, ends, kind, body = '' } of broken) {
    given(rig, title, async (t) => {
      let cut: () => void = () => {}
      const { send } = await wire(t, rig, async (peer) => {
        await peer.request()
        cut = () => (ends === 'fin' ? peer.fin() : ends === 'rst' ? peer.rst() : undefined)
        if (says !== '') peer.write(says)
        // An RST throws away what the client has not read: with a body, it waits until the client has it.
        if (ends !== 'rst' || body === '') cut()
      })
      const answer = send()
      if (ends === 'rst' && body !== '') void answer.firstData.then(() => cut())
      await answer.over
      assert.deepEqual([answer.failure?.kind, answer.failure?.reused, answer.body], [kind, false, body])
    })
  }

  for (const end of ['fin', 'rst'] as const) {
    given(rig, `a used connection that ends (${end}) instead of answering again says that it was used`, async (t) => {
      const { send } = await wire(t, rig, async (peer: Peer) => {
        await peer.request()
        peer.write(OK)
        await peer.request()
        peer[end]()
      })
      await send(1).over
      const answer = send(2)
      await answer.over
      assert.match(answer.failure?.kind ?? '', /^(fin|reset)$/)
      assert.equal(answer.failure?.reused, true)
      assert.equal(answer.calls.at(-1)?.call, 'failed')
    })
  }

  given(rig, 'a port where nothing listens is refused, for a request and for warm', async (t) => {
    const taken = net.createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    taken.close()
    await once(taken, 'close')
    const transport = await open(t, rig.name, `${rig.scheme}://127.0.0.1:${port}`)
    const answer = sender(transport)()
    await answer.over
    assert.deepEqual([answer.order, answer.failure?.kind, answer.failure?.reused], ['failed', 'refused', false])
    await assert.rejects(transport.warm(3), { name: 'Failure', code: 'target.refused', exit: 4 })
  })

  given(rig, 'a name that does not resolve is dns', async (t) => {
    // No label of a name may have more than 63 letters: this fails without asking the network.
    const transport = await open(t, rig.name, `${rig.scheme}://${'a'.repeat(64)}.invalid`)
    const answers = [1, 2].map((number) => sender(transport)(number))
    await Promise.all(answers.map(({ over }) => over))
    assert.deepEqual(
      answers.map(({ failure }) => failure?.kind),
      ['dns', 'dns'],
    )
    await assert.rejects(transport.warm(1), { code: 'target.dns', exit: 4 })
  })

  given(rig, 'a connection that is not established in time is connect-timeout', async (t) => {
    const port = await fullBacklog(t.after.bind(t))
    const transport = await open(t, rig.name, `${rig.scheme}://127.0.0.1:${port}`, { connectTimeout: fromMillis(30) })
    const answer = sender(transport)()
    await answer.over
    assert.deepEqual([answer.order, answer.failure?.kind], ['failed', 'connect-timeout'])
    await assert.rejects(transport.warm(1), { code: 'target.connect-timeout', exit: 4 })
  })
}

/** A port whose queue of connections not yet accepted is full: the kernel drops the SYN of every further one. */
async function fullBacklog(after: (close: () => unknown) => void): Promise<number> {
  const source = `
    const { parentPort } = require('node:worker_threads')
    const server = require('node:net').createServer().listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
      parentPort.postMessage(server.address().port)
      setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0))
    })`
  const worker = new Worker(source, { eval: true })
  after(() => worker.terminate())
  const [port] = await once(worker, 'message')
  // Linux lets one more wait than the backlog says.
  for (let i = 0; i < 2; i++) {
    const filler = net.connect(port, '127.0.0.1').on('error', () => {})
    after(() => filler.destroy())
    await once(filler, 'connect')
  }
  return port
}
