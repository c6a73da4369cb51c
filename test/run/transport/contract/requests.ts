import assert from 'node:assert/strict'
import { saltStart } from '../../../../src/run/transport/salt.ts'
import { payload } from '../recording.ts'
import type { Received } from '../scripted-server.ts'
import { answering, given, OK, open, type Rig, sender, wire } from './rig.ts'

/** What the server receives. */
export function requestsContract(rig: Rig): void {
  given(rig, 'a request has the path under the base path, all headers, its name and its body', async (t) => {
    const received: Received[] = []
    const { server } = await wire(t, rig, async (peer) => {
      for (let request = await peer.request(); request; request = await peer.request()) {
        received.push(request)
        peer.write(OK)
      }
    })
    const url = `${rig.scheme}://127.0.0.1:${server.port}/proxy/llm/`
    const transport = await open(t, rig.name, url, { headers: { 'X-Team': 'infra', 'Content-Type': 'text/plain' } })
    const answer = sender(transport)(42, payload('{"é":1}'))
    await answer.over
    const [{ line, headers, body }] = received
    assert.equal(line, 'POST /proxy/llm/v1/completions HTTP/1.1')
    assert.equal(headers.get('host'), `127.0.0.1:${server.port}`)
    assert.equal(headers.get('authorization'), 'Bearer tg-secret-0123456789')
    assert.equal(headers.get('x-team'), 'infra')
    assert.equal(headers.get('content-type'), 'text/plain', 'the user’s own header replaces the payload’s')
    assert.equal(headers.get('x-request-id'), 'run7-42')
    assert.equal(body, '{"é":1}')
  })

  given(rig, 'a warm-up request is named by its negative number', async (t) => {
    const names: (string | undefined)[] = []
    const { send } = await wire(t, rig, async (peer) => {
      for (let request = await peer.request(); request; request = await peer.request()) {
        names.push(request.headers.get('x-request-id'))
        peer.write(OK)
      }
    })
    for (const number of [-1, -11, -120]) await send(number, payload('{}')).over
    assert.deepEqual(names, ['run7--1', 'run7--11', 'run7--120'])
  })

  given(
    rig,
    'a request’s number from the run’s start on is written into its salt, and the payload stays as it was',
    async (t) => {
      const bodies: string[] = []
      const { send } = await wire(t, rig, async (peer) => {
        for (let request = await peer.request(); request; request = await peer.request()) {
          bodies.push(request.body)
          peer.write(OK)
        }
      })
      const salted = payload('0000 a prompt 00', [0, 1, 2, 3, 14, 15])
      for (const number of [7, 1_234_567]) await send(number, salted).over
      const digits = [7, 1_234_567].map((number) => String((saltStart('run7') + number) % 1e6).padStart(6, '0'))
      assert.deepEqual(
        bodies,
        digits.map((salt) => `${salt.slice(0, 4)} a prompt ${salt.slice(4)}`),
      )
      assert.equal(salted.body.toString(), '0000 a prompt 00')
    },
  )

  given(rig, 'bodies of every size arrive as they were, also while the server is slow to read', async (t) => {
    const sizes = [0, 1, 60_000, 65_000, 65_536, 70_000, 3_000_000]
    const got = new Map<string, string>()
    const { send } = await wire(t, rig, async (peer) => {
      peer.pause()
      setImmediate(() => peer.resume())
      const request = await peer.request()
      if (request) got.set(request.headers.get('x-request-id') ?? '', request.body)
      peer.write(OK)
    })
    const bodies = sizes.map((size, i) => String.fromCharCode(97 + i).repeat(size))
    await Promise.all(bodies.map((body, i) => send(i, payload(body)).over))
    bodies.forEach((body, i) => {
      assert.ok(got.get(`run7-${i}`) === body, `body of ${sizes[i]} bytes`)
    })
  })

  given(rig, 'a header that would break the request is refused with its name and without its value', async (t) => {
    const refused = { code: 'target.header', message: /authorization/ }
    await assert.rejects(open(t, rig.name, `${rig.scheme}://127.0.0.1:1`, { authorization: 'Bearer k\n' }), refused)
  })

  given(rig, 'each of many payloads goes out with its own headers', async (t) => {
    const types: (string | undefined)[] = []
    const { send } = await wire(t, rig, async (peer) => {
      for (let request = await peer.request(); request; request = await peer.request()) {
        types.push(request.headers.get('content-type'))
        peer.write(OK)
      }
    })
    for (const type of ['a/a', 'b/b', 'b/b', 'a/a']) {
      await send(1, { ...payload(), headers: ['content-type', type] }).over
    }
    assert.deepEqual(types, ['a/a', 'b/b', 'b/b', 'a/a'])
  })

  given(rig, 'a server can be asked again and again on one connection', async (t) => {
    const { send, server } = await wire(t, rig, answering(OK))
    for (let number = 0; number < 20; number++) await send(number).over
    assert.equal(server.accepted, 1)
  })
}
