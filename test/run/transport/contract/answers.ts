import assert from 'node:assert/strict'
import { answering, CHUNKED, given, OK, type Rig, wire } from './rig.ts'

/** Every legal way to delimit an answer, and its parts cut anywhere. */
export function answersContract(rig: Rig): void {
  const answers: { title: string; bytes: string; body: string; status?: number }[] = [
    { title: 'a body of the announced length arrives whole', bytes: OK, body: 'ok' },
    {
      title: 'an empty body ends at once',
      bytes: 'HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n',
      body: '',
      status: 503,
    },
    {
      title: 'an answer that has no body by its status ends at once',
      bytes: 'HTTP/1.1 204 No Content\r\n\r\n',
      body: '',
      status: 204,
    },
    {
      title: 'chunks lose their framing, whatever the case of their sizes',
      bytes: `${CHUNKED}3\r\nabc\r\nA\r\n0123456789\r\nb\r\n0123456789a\r\n0\r\n\r\n`,
      body: 'abc01234567890123456789a',
    },
    {
      title: 'an extension of a chunk and trailers are not body',
      bytes: `${CHUNKED}2;name="a b"\r\nhi\r\n0\r\nX-Sum: 1\r\nX-More: 2\r\n\r\n`,
      body: 'hi',
    },
    {
      title: 'a chunk may have two extensions',
      bytes: `${CHUNKED}2;a=1;b=2\r\nhi\r\n0\r\n\r\n`,
      body: 'hi',
    },
    {
      title: 'an early hint before the answer is skipped',
      bytes: `HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n${OK}`,
      body: 'ok',
    },
    {
      title: 'a 100 Continue nobody asked for is skipped',
      bytes: `HTTP/1.1 100 Continue\r\n\r\n${OK}`,
      body: 'ok',
    },
    {
      title: 'header names have no case',
      bytes: `HTTP/1.1 200 OK\r\nCONTENT-TYPE: text/plain\r\ncontent-LENGTH: 4\r\n\r\nfour`,
      body: 'four',
    },
  ]

  for (const { title, bytes, body, status = 200 } of answers) {
    given(rig, title, async (t) => {
      const { send, server } = await wire(t, rig, answering(bytes))
      for (const number of [1, 2]) {
        const answer = send(number)
        await answer.over
        assert.deepEqual(
          [answer.failure, answer.status, answer.body, answer.framing],
          [undefined, status, body, 'framed'],
        )
      }
      assert.equal(server.accepted, 1, 'the connection serves the next request, too')
    })
  }

  given(rig, 'an answer that comes byte by byte is the same answer', async (t) => {
    const { send } = await wire(t, rig, async (peer) => {
      await peer.request()
      await peer.writeByByte(`${CHUNKED}5\r\nh\u00e9lo\r\n1\r\n!\r\n0\r\n\r\n`)
    })
    const answer = send()
    await answer.over
    assert.deepEqual([answer.status, answer.contentType, answer.body], [200, 'text/event-stream', 'hélo!'])
  })

  given(rig, 'a body without length or chunks ends, unframed, with its connection', async (t) => {
    const { send, server } = await wire(t, rig, async (peer) => {
      await peer.request()
      peer.write('HTTP/1.1 200 OK\r\n\r\nall there is')
      peer.fin()
    })
    for (const number of [1, 2]) {
      const answer = send(number)
      await answer.over
      assert.deepEqual([answer.body, answer.framing], ['all there is', 'unframed'])
    }
    assert.equal(server.accepted, 2)
  })

  given(rig, 'a large body arrives whole and in order', async (t) => {
    const large = Array.from({ length: 60_000 }, (_, i) => `${i};`).join('')
    const { send } = await wire(t, rig, answering(`HTTP/1.1 200 OK\r\nContent-Length: ${large.length}\r\n\r\n${large}`))
    const answer = send()
    await answer.over
    assert.ok(answer.body === large)
  })

  given(rig, 'an answer says what its headers are by lower-case name', async (t) => {
    const { send } = await wire(t, rig, answering(OK))
    const answer = send()
    await answer.over
    assert.equal(answer.contentType, 'application/json')
  })
}
