import { isIP } from 'node:net'
import { EXIT, Failure } from '../../base/failure.ts'

/** A target's URL taken apart. */
export interface Endpoint {
  /** `http://127.0.0.1:8000`, for messages. */
  origin: string
  secure: boolean
  /** Without the brackets of an IPv6 address. */
  host: string
  isAddress: boolean
  port: number
  /** Value of the `Host` header: the port only where it is not the scheme's own. */
  hostHeader: string
  /** Without a slash at the end; empty at the root. */
  basePath: string
}

/** @throws Failure `target.url` when the text is no URL that requests can be sent to */
export function parseEndpoint(text: string): Endpoint {
  const url = URL.canParse(text) ? new URL(text) : null
  if (url === null || (url.protocol !== 'http:' && url.protocol !== 'https:')) {
    throw new Failure('target.url', `expected a URL such as http://127.0.0.1:8000, got "${text}"`, { exit: EXIT.usage })
  }
  if (url.username !== '' || url.password !== '') {
    throw new Failure('target.url', `the URL of ${url.host} carries a user name or password`, {
      exit: EXIT.usage,
      hint: 'give credentials as an API key or a header, where they are kept out of the log',
    })
  }
  const secure = url.protocol === 'https:'
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    origin: url.origin,
    secure,
    host,
    isAddress: isIP(host) !== 0,
    port: url.port === '' ? (secure ? 443 : 80) : Number(url.port),
    hostHeader: url.host,
    basePath: url.pathname.replace(/\/+$/, ''),
  }
}
