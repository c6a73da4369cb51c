import assert from 'node:assert/strict'
import { test } from 'node:test'
import { open, sender } from './contract/rig.ts'
import { payload } from './recording.ts'
import { serve } from './scripted-server.ts'

/**
 * All connections of the http1 transport read into one buffer, and write from one. Node may do so because it reads a
 * socket only when bytes are there and calls back before it reads the next; were that to change, answers would mix here.
 */
for (const scheme of ['http', 'https'] as const) {
  test(`Answers on many connections at once do not mix in the buffer they share (${scheme})`, async (t) => {
    const server = await serve(
      async (peer) => {
        for (let request = await peer.request(); request; request = await peer.request()) {
          const name = request.headers.get('x-request-id') ?? ''
          assert.ok(request.body.startsWith(`${name};`), 'the request is its own')
          peer.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n')
          for (let i = 0; i < 20; i++) {
            const data = `${name};`.repeat(50 + 40 * i)
            peer.write(`${data.length.toString(16)}\r\n${data}\r\n`)
            await new Promise((resolve) => setImmediate(resolve))
          }
          peer.write('0\r\n\r\n')
        }
      },
      scheme === 'https' ? {} : null,
    )
    t.after(() => server.close())
    const transport = await open(t, 'http1', `${scheme}://127.0.0.1:${server.port}`)
    const send = sender(transport)
    const answers = Array.from({ length: 40 }, (_, i) => send(i, payload(`run7-${i};`.repeat(4000))))
    await Promise.all(answers.map(({ over }) => over))
    answers.forEach(({ body }, i) => {
      const times = Array.from({ length: 20 }, (_, n) => 50 + 40 * n).reduce((a, b) => a + b)
      assert.ok(body === `run7-${i};`.repeat(times), `answer ${i}`)
    })
  })
}
