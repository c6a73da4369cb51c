import type { Nanos } from '../../base/nanos.ts'
import type { Payload, ResponseHead } from '../protocols/protocol.ts'

/**
 * Carries requests to one target and stamps what comes back. The only place that knows sockets. One request occupies
 * one connection; there is no limit on connections and no queue, so nothing waits unseen.
 */
export interface Transport {
  /** Opens `count` idle connections. @throws Failure of exit `unreachable`, naming the cause. */
  warm(count: number): Promise<void>
  /**
   * Sends at once, on an idle connection or a new one. Never calls back before it returns.
   * @param number goes into `X-Request-Id` and, as digits, into the payload's salt
   */
  send(payload: Payload, number: number, exchange: Exchange): void
  /** Closes every connection; open exchanges fail as `closed`. */
  close(): Promise<void>
}

/** The callbacks of one request, in this order: sent, head, data…, then exactly one of end and failed. */
export interface Exchange {
  /** Set by `send`: gives the request up; its connection is destroyed and no callback follows. */
  wire: Cancelable | null
  /** The bytes were handed to a connected socket. */
  sent(at: Nanos): void
  head(at: Nanos, head: ResponseHead): void
  /**
   * Body bytes, framing removed; valid only during the call. All calls of one network read have the same `at`.
   */
  data(at: Nanos, bytes: Buffer, from: number, to: number): void
  /** The body ended as its framing promised, or, `unframed`, by the close that delimits it. */
  end(at: Nanos, framing: 'framed' | 'unframed'): void
  failed(at: Nanos, failure: WireFailure): void
}

export interface Cancelable {
  cancel(): void
}

export interface WireFailure {
  kind:
    | 'dns'
    | 'refused'
    | 'unreachable'
    | 'connect-timeout'
    /** This host has no file, port or memory left for a connection. */
    | 'local'
    | 'tls'
    /** RST or a broken pipe. */
    | 'reset'
    /** FIN before the answer was whole. */
    | 'fin'
    /** Not HTTP, bad chunk, bad length. */
    | 'malformed'
    /** `close()` was called. */
    | 'closed'
  message: string
  /** The connection had served an earlier request. */
  reused: boolean
}
