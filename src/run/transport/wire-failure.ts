import { EXIT, Failure } from '../../base/failure.ts'
import type { Endpoint } from './endpoint.ts'
import type { WireFailure } from './transport.ts'

/** A failure before it is known which request it hits. */
export type Trouble = Pick<WireFailure, 'kind' | 'message'>

/** What open exchanges, and those sent later, fail with when their transport is closed. */
export const CLOSED: Trouble = { kind: 'closed', message: 'the transport was closed' }

/** How far a connection was when its socket failed: the same code means another thing earlier. */
export type Stage = 'connecting' | 'handshake' | 'open'

const CONNECTING: { readonly [code: string]: WireFailure['kind'] } = {
  ECONNREFUSED: 'refused',
  ETIMEDOUT: 'connect-timeout',
  ECONNRESET: 'reset',
  EPIPE: 'reset',
}

/** Of these the target knows nothing: files, ports or memory of this host are used up. */
const LOCAL = new Set(['EMFILE', 'ENFILE', 'EADDRNOTAVAIL', 'ENOBUFS', 'ENOMEM'])

/** What a socket's error says about the wire. */
export function troubleOf(error: Error, stage: Stage): Trouble {
  if (error instanceof AggregateError) return troubleOf(asOne(error), stage)
  const { code = 'unknown', syscall, reason } = error as NodeJS.ErrnoException & { reason?: string }
  const message = `${code}: ${(reason ?? error.message).split('\n', 1)[0]}`
  if (stage === 'connecting') {
    if (LOCAL.has(code)) return { kind: 'local', message }
    const kind = syscall === 'getaddrinfo' ? 'dns' : (CONNECTING[code] ?? 'unreachable')
    return { kind, message }
  }
  return { kind: stage === 'handshake' || isTls(code) ? 'tls' : 'reset', message }
}

/** Of a host with several addresses every one failed. One that answered, if only to refuse, says most. */
function asOne({ errors }: AggregateError): Error {
  const each = errors as NodeJS.ErrnoException[]
  const first = each.find(({ code }) => code !== undefined && code in CONNECTING) ?? each[0]
  const { code, syscall } = first
  return Object.assign(new Error(each.map(({ message }) => message).join('; ')), { code, syscall })
}

/** TLS 1.3 lets a client send before the server has looked at its certificate: the refusal comes late. */
function isTls(code: string): boolean {
  return code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code === 'EPROTO'
}

const HINTS: { readonly [kind in WireFailure['kind']]?: string } = {
  dns: 'check the host name in the URL, or give the address',
  refused: 'start the server, or check host and port of the URL',
  unreachable: 'check the route to the host',
  local: 'raise this host’s limit of open files (ulimit -n), or its range of ports',
  'connect-timeout': 'check that the server accepts connections and no firewall drops them, or raise timeouts.connect',
  tls: 'check tls.ca, tls.cert and tls.key of the target; for a test server, tls.insecure accepts any certificate',
}

/** The failure of a target that cannot be reached before a run. */
export function unreachable(endpoint: Endpoint, trouble: Trouble): Failure {
  return new Failure(`target.${trouble.kind}`, `no connection to ${endpoint.origin} (${trouble.message})`, {
    exit: EXIT.unreachable,
    hint: HINTS[trouble.kind],
  })
}
