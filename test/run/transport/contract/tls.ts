import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import type { TlsOptions as ServerTls } from 'node:tls'
import { fromMillis } from '../../../../src/base/nanos.ts'
import type { TlsOptions } from '../../../../src/run/transport/options.ts'
import type { Recording } from '../recording.ts'
import { certificates, type Peer, serve } from '../scripted-server.ts'
import { answering, given, OK, open, type Rig, sender } from './rig.ts'

/** Whom a transport trusts, and who it says it is. */
export function tlsContract(rig: Rig): void {
  const trusting: TlsOptions = { ca: certificates.ca, cert: null, key: null, insecure: false }
  const known: TlsOptions = { ...trusting, ...certificates.client }

  async function ask(t: TestContext, client: TlsOptions | null, server: ServerTls | null, host = '127.0.0.1') {
    const { port, close } = await serve(answering(OK), server)
    t.after(close)
    const transport = await open(t, rig.name, `https://${host}:${port}`, {
      tls: client,
      connectTimeout: fromMillis(2000),
    })
    const answer = sender(transport)()
    await answer.over
    return answer
  }
  const outcome = ({ failure, body }: Recording) => failure?.kind ?? body

  given(rig, 'a certificate of an unknown authority is refused', async (t) => {
    const answer = await ask(t, null, {})
    assert.equal(outcome(answer), 'tls')
    assert.equal(answer.order, 'failed')
    assert.match(answer.failure?.message ?? '', /UNABLE_TO_VERIFY|SELF_SIGNED/)
  })

  given(rig, 'a certificate of the given authority is accepted, by address and by name', async (t) => {
    assert.equal(outcome(await ask(t, trusting, {})), 'ok')
    assert.equal(outcome(await ask(t, trusting, {}, 'localhost')), 'ok')
  })

  given(rig, 'insecure accepts any certificate', async (t) => {
    assert.equal(outcome(await ask(t, { ...trusting, ca: null, insecure: true }, {})), 'ok')
  })

  given(rig, 'a certificate for another name is refused', async (t) => {
    assert.equal(outcome(await ask(t, { ...trusting, servername: 'elsewhere.test' }, {})), 'tls')
  })

  for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
    const demanding: ServerTls = { ca: certificates.ca, requestCert: true, rejectUnauthorized: true, maxVersion }
    given(rig, `a server that wants a client certificate (${maxVersion}) gets it, or refuses`, async (t) => {
      assert.equal(outcome(await ask(t, known, demanding)), 'ok')
      assert.equal(outcome(await ask(t, trusting, demanding)), 'tls')
    })
  }

  async function isTlsFailure(t: TestContext, port: number): Promise<void> {
    const transport = await open(t, rig.name, `https://127.0.0.1:${port}`)
    const answer = sender(transport)()
    await answer.over
    assert.equal(outcome(answer), 'tls')
    await assert.rejects(transport.warm(1), { code: 'target.tls', exit: 4 })
  }

  given(rig, 'a server that does not speak TLS is a TLS failure', async (t) => {
    const { port, close } = await serve((peer) => peer.write('HTTP/1.1 400 Bad Request\r\n\r\n'), null)
    t.after(close)
    await isTlsFailure(t, port)
  })

  for (const [how, hangUp] of [
    ['ended', (peer: Peer) => peer.fin()],
    ['reset', (peer: Peer) => peer.rst()],
  ] as const) {
    given(rig, `a handshake that the server has ${how} is a TLS failure`, async (t) => {
      const { port, close } = await serve((peer) => void peer.spokenTo.then(() => hangUp(peer)), null)
      t.after(close)
      await isTlsFailure(t, port)
    })
  }

  given(rig, 'a handshake that is never answered is connect-timeout', async (t) => {
    const { port, close } = await serve(() => {}, null)
    t.after(close)
    const transport = await open(t, rig.name, `https://127.0.0.1:${port}`, { connectTimeout: fromMillis(30) })
    const answer = sender(transport)()
    await answer.over
    assert.equal(outcome(answer), 'connect-timeout')
  })

  given(rig, 'a key that is none is a usage error', async (t) => {
    const tls = { ...trusting, cert: 'x', key: 'y' }
    await assert.rejects(open(t, rig.name, 'https://127.0.0.1:1', { tls }), { code: 'target.tls', exit: 2 })
  })
}
