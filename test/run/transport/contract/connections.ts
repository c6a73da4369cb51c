import assert from 'node:assert/strict'
import type { Peer } from '../scripted-server.ts'
import { answering, CHUNKED, given, OK, type Rig, wire } from './rig.ts'

/** When connections are opened, reused and closed. */
export function connectionsContract(rig: Rig): void {
  given(rig, 'warm opens as many connections as asked, and requests use them', async (t) => {
    const { transport, server, send } = await wire(t, rig, answering(OK))
    await transport.warm(30)
    while (server.accepted < 30) await new Promise((resolve) => setImmediate(resolve))
    await Promise.all(Array.from({ length: 30 }, (_, number) => send(number).over))
    assert.equal(server.accepted, 30)
  })

  const many = rig.scheme === 'http' ? 1000 : 100
  given(rig, 'as many requests as are sent are under way at once: none waits for another', async (t) => {
    const waiting: Peer[] = []
    const { send, server } = await wire(t, rig, async (peer) => {
      await peer.request()
      // Nobody is answered before all are there: a queue in the client would never end.
      if (waiting.push(peer) === many) for (const each of waiting) each.write(OK)
    })
    const answers = Array.from({ length: many }, (_, number) => send(number))
    await Promise.all(answers.map(({ over }) => over))
    assert.equal(server.accepted, many)
    assert.ok(answers.every(({ body }) => body === 'ok'))
  })

  given(rig, 'Connection: close is obeyed', async (t) => {
    const closing = OK.replace('Content-Length', 'Connection: close\r\nContent-Length')
    const { send, server } = await wire(t, rig, answering(closing))
    for (const number of [1, 2]) {
      const answer = send(number)
      await answer.over
      assert.equal(answer.body, 'ok')
    }
    assert.equal(server.accepted, 2)
  })

  given(rig, 'Keep-Alive is obeyed', async (t) => {
    for (const [announced, connections] of [
      ['timeout=60, max=100', 1],
      ['max=9, Timeout=0', 2],
      ['nonsense', 1],
    ] as const) {
      const keeping = OK.replace('Content-Length', `Keep-Alive: ${announced}\r\nContent-Length`)
      const { send, server } = await wire(t, rig, answering(keeping))
      await send(1).over
      await send(2).over
      assert.equal(server.accepted, connections, announced)
    }
  })

  given(rig, 'an idle connection that the server closed is not used again', async (t) => {
    const peers: Peer[] = []
    const { send, server } = await wire(t, rig, async (peer) => {
      peers.push(peer)
      await answering(OK)(peer)
    })
    await send(1).over
    peers[0].fin()
    await peers[0].closed
    const answer = send(2)
    await answer.over
    assert.deepEqual([answer.failure, answer.body, server.accepted], [undefined, 'ok', 2])
  })

  given(rig, 'a connection opened ahead that the server closed is not used', async (t) => {
    const peers: Peer[] = []
    const { send, server, transport } = await wire(t, rig, async (peer) => {
      peers.push(peer)
      await answering(OK)(peer)
    })
    await transport.warm(1)
    while (peers.length === 0) await new Promise((resolve) => setImmediate(resolve))
    peers[0].fin()
    await peers[0].closed
    const answer = send(1)
    await answer.over
    assert.deepEqual([answer.failure, answer.body, server.accepted], [undefined, 'ok', 2])
  })

  given(
    rig,
    'a server that promises to keep connections and closes them at once costs at most one request',
    async (t) => {
      const { send } = await wire(t, rig, async (peer) => {
        await peer.request()
        peer.write(OK.replace('Content-Length', 'Keep-Alive: timeout=5, max=100\r\nContent-Length'))
        peer.fin()
      })
      await send(1).over
      const second = send(2)
      await second.over
      if (second.failure) assert.equal(second.failure.reused, true)
      for (let number = 3; number < 20; number++) {
        const answer = send(number)
        await answer.over
        assert.equal(answer.failure, undefined)
      }
    },
  )

  given(rig, 'bytes that follow an answer close the connection instead of answering the next request', async (t) => {
    const { send, server } = await wire(t, rig, answering(`${OK}${OK.replace('ok', 'no')}`))
    for (const number of [1, 2]) {
      const answer = send(number)
      await answer.over
      assert.equal(answer.body, 'ok')
    }
    assert.equal(server.accepted, 2)
  })

  given(rig, 'canceling in mid-answer closes the connection, and nothing is called back after', async (t) => {
    let serverSawClose: Promise<void> | undefined
    const { send, server } = await wire(t, rig, async (peer) => {
      await peer.request()
      serverSawClose = peer.closed
      peer.write(`${CHUNKED}2\r\nab\r\n`)
    })
    const answer = send()
    await answer.firstData
    answer.wire?.cancel()
    await serverSawClose
    assert.equal(answer.order, 'sent head data')
    assert.equal(answer.wire, null)
    assert.equal(server.accepted, 1)
  })

  given(rig, 'canceling from within a callback stops the rest of the read', async (t) => {
    const { send } = await wire(t, rig, answering(`${CHUNKED}2\r\nab\r\n2\r\ncd\r\n0\r\n\r\n`))
    const answer = send()
    answer.data = () => {
      answer.calls.push({ call: 'data', at: answer.calls[0].at })
      answer.wire?.cancel()
    }
    const other = send(2)
    await other.over
    assert.equal(answer.order, 'sent head data')
  })

  given(rig, 'canceling before the connection is there calls nothing back', async (t) => {
    const { send } = await wire(t, rig, answering(OK))
    const answer = send()
    answer.wire?.cancel()
    await send(2).over
    assert.equal(answer.order, '')
  })

  given(rig, 'close ends open exchanges as closed and idle connections quietly', async (t) => {
    const peers: Peer[] = []
    const { send, transport } = await wire(t, rig, async (peer) => {
      peers.push(peer)
      await peer.request()
      peer.write(`${CHUNKED}2\r\nab\r\n`)
    })
    const open = send()
    await open.firstData
    await transport.close()
    assert.equal(open.failure?.kind, 'closed')
    assert.equal(open.order, 'sent head data failed')
    await Promise.all(peers.map(({ closed }) => closed))
  })
}
