import type { Payload } from '../protocols/protocol.ts'
import { Dialer } from './dialer.ts'
import { type Endpoint, parseEndpoint } from './endpoint.ts'
import { IdlePool } from './idle-pool.ts'
import { openMany } from './open-many.ts'
import type { TransportOptions } from './options.ts'
import { fixedHeaders } from './request-headers.ts'
import { saltStart } from './salt.ts'
import type { Exchange, Transport } from './transport.ts'
import { Lane, type LaneContext } from './undici/lane.ts'
import { CLOSED, unreachable } from './wire-failure.ts'

/**
 * HTTP/1.1 by undici, one `Client` for each connection, so that nothing queues inside it and none of its timers runs.
 * @throws Failure of exit `usage` for a URL, header or certificate it cannot work with
 */
export function createUndiciTransport(options: TransportOptions): Transport {
  return new UndiciTransport(options)
}

class UndiciTransport implements Transport {
  private readonly endpoint: Endpoint
  private readonly context: LaneContext
  private isClosed = false

  constructor(options: TransportOptions) {
    this.endpoint = parseEndpoint(options.url)
    this.context = {
      clock: options.clock,
      endpoint: this.endpoint,
      dialer: new Dialer(options, this.endpoint),
      fixed: fixedHeaders(options, this.endpoint.hostHeader),
      runId: options.runId,
      saltStart: saltStart(options.runId),
      pool: new IdlePool(),
      open: new Set(),
    }
  }

  warm(count: number): Promise<void> {
    return openMany(count, () => this.open())
  }

  send(payload: Payload, number: number, exchange: Exchange): void {
    if (this.isClosed) {
      process.nextTick(() => exchange.failed(this.context.clock(), { ...CLOSED, reused: false }))
      return
    }
    const lane = this.context.pool.take(this.context.clock()) ?? new Lane(this.context, null)
    lane.carry(payload, number, exchange)
  }

  async close(): Promise<void> {
    this.isClosed = true
    await Promise.all([...this.context.open].map((lane) => lane.close()))
  }

  private open(): Promise<void> {
    return new Promise((resolve, reject) => {
      new Lane(this.context, (trouble) => {
        if (trouble === null) resolve()
        else reject(unreachable(this.endpoint, trouble))
      })
    })
  }
}
