import type { Payload } from '../protocols/protocol.ts'
import { Dialer } from './dialer.ts'
import { type Endpoint, parseEndpoint } from './endpoint.ts'
import { Connection, type Shared } from './http1/connection.ts'
import { RequestWriter } from './http1/request-writer.ts'
import { SentNotices } from './http1/sent-notices.ts'
import { IdlePool } from './idle-pool.ts'
import { openMany } from './open-many.ts'
import type { TransportOptions } from './options.ts'
import { fixedHeaders } from './request-headers.ts'
import type { Exchange, Transport } from './transport.ts'
import { CLOSED, unreachable } from './wire-failure.ts'

const READ_BUFFER = 65_536

/**
 * HTTP/1.1 on bare sockets: one buffer that all reads share, one write per request, nothing allocated per token.
 * @throws Failure of exit `usage` for a URL, header or certificate it cannot work with
 */
export function createHttp1Transport(options: TransportOptions): Transport {
  return new Http1Transport(options)
}

class Http1Transport implements Transport {
  private readonly endpoint: Endpoint
  private readonly shared: Shared
  private isClosed = false

  constructor(options: TransportOptions) {
    this.endpoint = parseEndpoint(options.url)
    const fixed = fixedHeaders(options, this.endpoint.hostHeader)
    this.shared = {
      clock: options.clock,
      dialer: new Dialer(options, this.endpoint),
      writer: new RequestWriter(this.endpoint, fixed, options.runId),
      pool: new IdlePool(),
      readBuffer: Buffer.allocUnsafeSlow(READ_BUFFER),
      open: new Set(),
      sentNotices: new SentNotices(),
    }
  }

  warm(count: number): Promise<void> {
    return openMany(count, () => this.open())
  }

  send(payload: Payload, number: number, exchange: Exchange): void {
    if (this.isClosed) {
      process.nextTick(() => exchange.failed(this.shared.clock(), { ...CLOSED, reused: false }))
      return
    }
    const connection = this.shared.pool.take(this.shared.clock()) ?? new Connection(this.shared, null)
    connection.carry(payload, number, exchange)
  }

  async close(): Promise<void> {
    this.isClosed = true
    const closing = [...this.shared.open].map((connection) => connection.close())
    await Promise.all(closing)
  }

  private open(): Promise<void> {
    return new Promise((resolve, reject) => {
      new Connection(this.shared, (trouble) => {
        if (trouble === null) resolve()
        else reject(unreachable(this.endpoint, trouble))
      })
    })
  }
}
