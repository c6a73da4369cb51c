import type { Socket } from 'node:net'
import type { Clock } from '../../../base/clock.ts'
import type { Nanos } from '../../../base/nanos.ts'
import type { Payload, ResponseHead } from '../../protocols/protocol.ts'
import type { Dialer } from '../dialer.ts'
import type { IdlePool, Pooled } from '../idle-pool.ts'
import { keepAliveOf } from '../keep-alive.ts'
import type { Cancelable, Exchange, WireFailure } from '../transport.ts'
import { CLOSED, type Trouble, troubleOf } from '../wire-failure.ts'
import type { RequestWriter } from './request-writer.ts'
import { ResponseParser, type ResponseSink } from './response-parser.ts'
import type { SentNotices } from './sent-notices.ts'

/** What the connections of one transport have in common. */
export interface Shared {
  readonly clock: Clock
  readonly dialer: Dialer
  readonly writer: RequestWriter
  readonly pool: IdlePool<Connection>
  /** One buffer for all: each read is consumed before the next one happens, on whatever connection. */
  readonly readBuffer: Buffer
  /** Connections whose sockets are not closed yet. */
  readonly open: Set<Connection>
  readonly sentNotices: SentNotices
}

/** One socket and the exchange it carries, if any. */
export class Connection implements Cancelable, Pooled, ResponseSink {
  served = false
  idleSince: Nanos
  keptFor: Nanos | null = null
  gone = false
  private readonly shared: Shared
  private readonly socket: Socket
  private readonly parser: ResponseParser
  private readonly opened: ((trouble: Trouble | null) => void) | null
  private exchange: Exchange | null = null
  private payload: Payload | null = null
  private number = 0
  private connected = false
  private sentAt: Nanos
  private isUnsaid = false
  /** The clock at the network read being handled. */
  private at: Nanos

  /** @param opened hears how connecting went; for connections opened ahead */
  constructor(shared: Shared, opened: ((trouble: Trouble | null) => void) | null) {
    this.shared = shared
    this.opened = opened
    this.at = shared.clock()
    this.idleSince = this.at
    this.sentAt = this.at
    this.parser = new ResponseParser(this)
    shared.open.add(this)
    this.socket = shared.dialer.dial(
      { buffer: shared.readBuffer, callback: (length, bytes) => this.read(length, bytes as Buffer) },
      (trouble) => this.ready(trouble),
      (error) => this.fail(troubleOf(error, 'open')),
    )
    this.socket.once('end', () => this.ended())
    this.socket.once('close', () => this.closed())
  }

  /** Carries one exchange. The connection must be idle or new. */
  carry(payload: Payload, number: number, exchange: Exchange): void {
    this.exchange = exchange
    exchange.wire = this
    if (this.connected) {
      this.transmit(payload, number)
      this.isUnsaid = true
      this.shared.sentNotices.add(this)
    } else {
      this.payload = payload
      this.number = number
    }
  }

  cancel(): void {
    this.isUnsaid = false
    this.detach()
    this.destroy()
  }

  destroy(): void {
    this.gone = true
    this.socket.destroy()
  }

  /** Ends the connection, and with it the exchange it carries. Resolves when the socket is closed. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()))
    this.fail(CLOSED)
    this.opened?.(CLOSED)
    return closed
  }

  /** Tells the exchange that its bytes were handed over, unless it knows. */
  sayUnsaid(): void {
    if (!this.isUnsaid) return
    this.isUnsaid = false
    this.exchange?.sent(this.sentAt)
  }

  head(head: ResponseHead): void {
    this.sayUnsaid()
    this.keptFor = keepAliveOf(head.header('keep-alive'))
    this.exchange?.head(this.at, head)
  }

  data(bytes: Buffer, from: number, to: number): void {
    this.exchange?.data(this.at, bytes, from, to)
  }

  private ready(trouble: Trouble | null): void {
    if (trouble !== null) this.fail(trouble)
    else if (!this.gone) {
      this.connected = true
      if (this.payload === null) this.rest(this.shared.clock())
      else this.first(this.payload)
    }
    this.opened?.(trouble)
  }

  private first(payload: Payload): void {
    this.payload = null
    this.transmit(payload, this.number)
    this.exchange?.sent(this.sentAt)
  }

  private transmit(payload: Payload, number: number): void {
    this.parser.begin()
    this.shared.writer.write(this.socket, payload, number)
    this.sentAt = this.shared.clock()
  }

  private read(length: number, bytes: Buffer): boolean {
    if (this.gone) return true
    this.at = this.shared.clock()
    if (this.exchange === null) {
      // Nobody asked: whatever these bytes are, the next request must not take them for its answer.
      this.destroy()
      return true
    }
    const used = this.parser.push(bytes, 0, length)
    if (this.parser.isComplete) this.complete(used === length)
    else if (this.parser.isMalformed) this.fail({ kind: 'malformed', message: this.parser.malformed })
    return true
  }

  private complete(isClean: boolean): void {
    const exchange = this.detach()
    if (exchange === null) return
    this.served = true
    // An answer that came before its request was wholly written leaves bytes on the way.
    if (isClean && this.parser.keepsConnection && this.socket.writableLength === 0) this.rest(this.at)
    else this.destroy()
    exchange.end(this.at, 'framed')
  }

  private rest(at: Nanos): void {
    this.idleSince = at
    this.shared.pool.put(this)
  }

  /** The server sent FIN. In the middle of a TLS handshake the socket's error says so, too. */
  private ended(): void {
    if (this.gone || !this.connected) return
    this.at = this.shared.clock()
    if (this.exchange !== null && this.parser.endsWithConnection) this.endUnframed()
    else this.fail({ kind: 'fin', message: `the server ended the connection ${this.whereInAnswer()}` })
  }

  private endUnframed(): void {
    const exchange = this.detach()
    this.destroy()
    exchange?.end(this.at, 'unframed')
  }

  private whereInAnswer(): string {
    return this.parser.begun ? 'in the middle of its answer' : 'before it answered'
  }

  private fail({ kind, message }: Trouble): void {
    if (this.gone) return
    const at = this.shared.clock()
    this.sayUnsaid()
    const exchange = this.detach()
    if (kind === 'fin' || kind === 'reset') this.noteEnd(exchange === null, at)
    const failure: WireFailure = { kind, message, reused: this.served }
    this.destroy()
    exchange?.failed(at, failure)
  }

  private noteEnd(wasIdle: boolean, at: Nanos): void {
    if (wasIdle || !this.parser.begun) this.shared.pool.ended(this, at)
  }

  private detach(): Exchange | null {
    const exchange = this.exchange
    if (exchange !== null) exchange.wire = null
    this.exchange = null
    this.payload = null
    return exchange
  }

  private closed(): void {
    this.fail({ kind: 'reset', message: 'the connection was closed' })
    this.shared.open.delete(this)
  }
}
