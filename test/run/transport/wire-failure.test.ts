import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { parseEndpoint } from '../../../src/run/transport/endpoint.ts'
import { type Stage, troubleOf, unreachable } from '../../../src/run/transport/wire-failure.ts'

const error = (code: string, more: object = {}) => Object.assign(new Error('what happened'), { code, ...more })

describe('the code of a socket’s error and how far it was give the kind', () => {
  const cases: [code: string, stage: Stage, kind: string, more?: object][] = [
    ['ENOTFOUND', 'connecting', 'dns', { syscall: 'getaddrinfo' }],
    ['EAI_AGAIN', 'connecting', 'dns', { syscall: 'getaddrinfo' }],
    ['ECONNREFUSED', 'connecting', 'refused'],
    ['ETIMEDOUT', 'connecting', 'connect-timeout'],
    ['EHOSTUNREACH', 'connecting', 'unreachable'],
    ['EADDRNOTAVAIL', 'connecting', 'local'],
    ['EMFILE', 'connecting', 'local'],
    ['EMFILE', 'connecting', 'local', { syscall: 'getaddrinfo' }],
    ['ECONNRESET', 'connecting', 'reset'],
    ['ECONNRESET', 'handshake', 'tls'],
    ['DEPTH_ZERO_SELF_SIGNED_CERT', 'handshake', 'tls'],
    ['ECONNRESET', 'open', 'reset'],
    ['EPIPE', 'open', 'reset'],
    ['ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED', 'open', 'tls'],
  ]
  for (const [code, stage, kind, more] of cases) {
    test(`${code} while ${stage} is ${kind}`, () => {
      assert.deepEqual(troubleOf(error(code, more), stage), { kind, message: `${code}: what happened` })
    })
  }

  test('of a host with several addresses each is told, and one that refuses decides', () => {
    const each = [error('ENETUNREACH', { message: 'no route to ::1' }), error('ECONNREFUSED', { message: 'refused' })]
    const all = Object.assign(new AggregateError(each), { code: 'ENETUNREACH' })
    assert.deepEqual(troubleOf(all, 'connecting'), {
      kind: 'refused',
      message: 'ECONNREFUSED: no route to ::1; refused',
    })
  })

  test('of an OpenSSL error only the reason is told', () => {
    const { message } = troubleOf(error('ERR_SSL_X', { reason: 'wrong version number' }), 'handshake')
    assert.equal(message, 'ERR_SSL_X: wrong version number')
  })
})

test('A target that cannot be reached names itself, the cause and a way out', () => {
  const failure = unreachable(parseEndpoint('http://gpu-1:8000/v1'), { kind: 'refused', message: 'ECONNREFUSED: x' })
  assert.equal(failure.message, 'no connection to http://gpu-1:8000 (ECONNREFUSED: x)')
  assert.equal(failure.exit, 4)
  assert.match(failure.hint ?? '', /start the server/)
})
