import assert from 'node:assert/strict'
import { test } from 'node:test'
import { parseEndpoint } from '../../../src/run/transport/endpoint.ts'

test('A URL gives host, port, Host header and base path', () => {
  assert.deepEqual(parseEndpoint('http://gpu-1:8000/proxy/llm/'), {
    origin: 'http://gpu-1:8000',
    secure: false,
    host: 'gpu-1',
    isAddress: false,
    port: 8000,
    hostHeader: 'gpu-1:8000',
    basePath: '/proxy/llm',
  })
})

test('The scheme’s own port is not in the Host header, and the root is no base path', () => {
  const { port, hostHeader, basePath, secure } = parseEndpoint('https://fleet.test/')
  assert.deepEqual([port, hostHeader, basePath, secure], [443, 'fleet.test', '', true])
})

test('An IPv6 address loses its brackets only where it is connected to', () => {
  const { host, hostHeader, isAddress } = parseEndpoint('http://[::1]:8000')
  assert.deepEqual([host, hostHeader, isAddress], ['::1', '[::1]:8000', true])
})

test('What is no http or https URL is a usage error', () => {
  for (const text of ['localhost', '127.0.0.1:8000', 'ftp://host', 'http://']) {
    assert.throws(() => parseEndpoint(text), { code: 'target.url', exit: 2 })
  }
})

test('A URL with a password is refused without repeating the password', () => {
  assert.throws(
    () => parseEndpoint('http://me:hunter2@host'),
    (error: Error) => !`${error.message}`.includes('hunter2') && error.message.includes('host'),
  )
})
