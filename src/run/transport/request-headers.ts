import { EXIT, Failure } from '../../base/failure.ts'
import type { TransportOptions } from './options.ts'

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/

/** The transport frames the message and names the request; a second value would contradict it. */
const OWN = new Set(['connection', 'content-length', 'transfer-encoding', 'expect', 'upgrade', 'x-request-id'])

/**
 * The headers that are the same on every request, names and values by turns: host, the user's own, authorization.
 * @throws Failure `target.header` for one that cannot be sent; it never holds the value
 */
export function fixedHeaders(options: TransportOptions, host: string): string[] {
  const fixed = new Map([['host', host]])
  for (const [name, value] of Object.entries(options.headers)) {
    if (!TOKEN.test(name)) throw refused(name, 'is no header name')
    if (OWN.has(name.toLowerCase())) throw refused(name, 'is set by Tailgate itself')
    fixed.set(name.toLowerCase(), checked(name, value))
  }
  if (options.authorization !== null) fixed.set('authorization', checked('authorization', options.authorization))
  return [...fixed].flat()
}

/** The payload's headers, without those the user replaced. */
export function payloadHeaders(headers: readonly string[], fixed: readonly string[]): string[] {
  const kept: string[] = []
  for (let i = 0; i < headers.length; i += 2) {
    if (!isNamed(fixed, headers[i].toLowerCase())) kept.push(headers[i], headers[i + 1])
  }
  return kept
}

function isNamed(headers: readonly string[], name: string): boolean {
  for (let i = 0; i < headers.length; i += 2) if (headers[i] === name) return true
  return false
}

function checked(name: string, value: string): string {
  if (VALUE.test(value)) return value
  const hint = 'a key read from a file or the environment often ends with a line break: remove it'
  throw refused(name, 'has a line break or another character that no header may hold', hint)
}

function refused(name: string, why: string, hint = 'take it out of the headers of the target'): Failure {
  return new Failure('target.header', `the header ${JSON.stringify(name)} ${why}`, { exit: EXIT.usage, hint })
}
