import type { Socket } from 'node:net'
import type { Client, Dispatcher } from 'undici'
import type { Clock } from '../../../base/clock.ts'
import type { Nanos } from '../../../base/nanos.ts'
import type { Payload } from '../../protocols/protocol.ts'
import type { Dialer } from '../dialer.ts'
import type { Endpoint } from '../endpoint.ts'
import type { IdlePool, Pooled } from '../idle-pool.ts'
import { keepAliveOf } from '../keep-alive.ts'
import { payloadHeaders } from '../request-headers.ts'
import { writeSalt } from '../salt.ts'
import type { Cancelable, Exchange } from '../transport.ts'
import { CLOSED, type Trouble } from '../wire-failure.ts'
import { onBodySent } from './body-sent.ts'
import { boundClient } from './bound-client.ts'
import { isOfSocket, undiciTrouble } from './undici-trouble.ts'

/** What the lanes of one transport have in common. */
export interface LaneContext {
  readonly clock: Clock
  readonly endpoint: Endpoint
  readonly dialer: Dialer
  /** Headers of every request, names and values by turns. */
  readonly fixed: readonly string[]
  readonly runId: string
  readonly saltStart: number
  readonly pool: IdlePool<Lane>
  /** Lanes whose sockets are not closed yet. */
  readonly open: Set<Lane>
}

type Headers = { readonly [name: string]: string | string[] | undefined }

/** One socket, the undici client bound to it, and the exchange they carry, if any. */
export class Lane implements Cancelable, Pooled, Dispatcher.DispatchHandler {
  served = false
  idleSince: Nanos
  keptFor: Nanos | null = null
  gone = false
  private readonly context: LaneContext
  private readonly opened: ((trouble: Trouble | null) => void) | null
  private readonly client: Client
  private readonly socket: Socket
  private exchange: Exchange | null = null
  private payload: Payload | null = null
  private number = 0
  private connected = false
  /** undici reads and writes the socket from here on. */
  private handedOver = false
  private begun = false
  private framing: 'framed' | 'unframed' = 'framed'
  /** What ended the connection, where undici would say something else or nothing. */
  private broken: Trouble | null = null
  /** The clock at the network read being handled; 0 between reads. */
  private at = 0 as Nanos

  /** @param opened hears how connecting went; for connections opened ahead */
  constructor(context: LaneContext, opened: ((trouble: Trouble | null) => void) | null) {
    this.context = context
    this.opened = opened
    this.idleSince = context.clock()
    this.client = boundClient(context.endpoint.origin, () => this.handOver())
    this.client.on('disconnect', (_origin, _targets, error) => this.disconnected(error))
    context.open.add(this)
    this.socket = context.dialer.dial(
      undefined,
      (trouble) => this.ready(trouble),
      (error) => this.socketFailed(error),
    )
    this.socket.once('close', () => this.closed())
    onBodySent(this.socket, () => this.bodySent())
  }

  /** Carries one exchange. The lane must be idle or new. */
  carry(payload: Payload, number: number, exchange: Exchange): void {
    this.exchange = exchange
    exchange.wire = this
    this.payload = payload
    this.number = number
    this.begun = false
    if (this.connected) this.dispatch(payload)
  }

  cancel(): void {
    this.detach()
    this.destroy()
  }

  destroy(): void {
    this.gone = true
    this.socket.destroy()
    this.client.destroy().catch(() => {})
  }

  /** Ends the lane, and with it the exchange it carries. Resolves when the socket is closed. */
  close(): Promise<void> {
    const closed = new Promise<void>((resolve) => this.socket.once('close', () => resolve()))
    this.fail(CLOSED)
    this.opened?.(CLOSED)
    return closed
  }

  onRequestStart(): void {}

  onResponseStart(_: Dispatcher.DispatchController, status: number, headers: Headers): void {
    if (status < 200 || this.exchange === null) return
    this.begun = true
    this.keptFor = keepAliveOf(headers['keep-alive']?.toString())
    const isFramed = headers['content-length'] !== undefined || /chunked$/i.test(String(headers['transfer-encoding']))
    this.framing = isFramed || status === 204 || status === 304 ? 'framed' : 'unframed'
    this.exchange.head(this.now(), { status, header: (name) => headers[name.toLowerCase()]?.toString() })
  }

  onResponseData(_: Dispatcher.DispatchController, chunk: Buffer): void {
    this.exchange?.data(this.now(), chunk, 0, chunk.length)
  }

  onResponseEnd(): void {
    // Only after this returns does undici, by destroying the socket, tell that it cannot carry another request.
    process.nextTick(complete, this, this.now())
  }

  onResponseError(_: Dispatcher.DispatchController, error: Error): void {
    // undici asserts when a handler dispatches again before this returns.
    process.nextTick(fail, this, this.broken ?? undiciTrouble(error))
  }

  complete(at: Nanos): void {
    if (this.exchange === null) return
    // undici takes a reset for the end of a body that only the connection delimits.
    if (this.broken !== null) return this.fail(this.broken)
    const { exchange } = this
    this.detach()
    this.served = true
    this.idleSince = at
    if (this.socket.destroyed || this.framing === 'unframed') this.destroy()
    else this.context.pool.put(this)
    exchange.end(at, this.framing)
  }

  fail(trouble: Trouble): void {
    // undici tells of a failure after the socket is closed.
    if (this.gone && this.exchange === null) return
    const at = this.context.clock()
    const exchange = this.detach()
    const isBetween = exchange === null || !this.begun
    if (isBetween && (trouble.kind === 'fin' || trouble.kind === 'reset')) this.context.pool.ended(this, at)
    this.destroy()
    exchange?.failed(at, { ...trouble, reused: this.served })
  }

  forgetNow(): void {
    this.at = 0 as Nanos
  }

  private ready(trouble: Trouble | null): void {
    if (trouble !== null) this.fail(trouble)
    else if (!this.gone) {
      this.connected = true
      if (this.payload !== null) this.dispatch(this.payload)
      else this.restUnused()
    }
    this.opened?.(trouble)
  }

  /** Until its first request nobody but this lane hears what the server says, or that it hangs up. */
  private restUnused(): void {
    this.socket.on('readable', this.spokenTo)
    this.idleSince = this.context.clock()
    this.context.pool.put(this)
  }

  private readonly spokenTo = (): void => {
    this.fail({ kind: 'fin', message: 'the server ended or used an idle connection' })
  }

  private dispatch(payload: Payload): void {
    this.payload = null
    const { endpoint, fixed, runId, saltStart } = this.context
    const id = `${runId}-${this.number}`
    const headers = [...fixed, ...payloadHeaders(payload.headers, fixed), 'x-request-id', id]
    const body = payload.salt.length === 0 ? payload.body : salted(payload, saltStart + this.number)
    this.client.dispatch({ path: endpoint.basePath + payload.path, method: 'POST', headers, body }, this)
  }

  private bodySent(): void {
    process.nextTick(tellSent, this.exchange, this, this.context.clock())
  }

  /** Whether the answer to this exchange is still awaited. */
  carries(exchange: Exchange): boolean {
    return this.exchange === exchange
  }

  private socketFailed(error: Error): void {
    if (isOfSocket(error)) this.broken ??= undiciTrouble(error)
    if (!this.handedOver) this.fail(undiciTrouble(error))
  }

  private disconnected(error: Error): void {
    this.broken ??= undiciTrouble(error)
    if (this.exchange === null) this.fail(this.broken)
  }

  /** When undici asks for another socket, the first one ended before it had written the request. */
  private handOver(): Socket | null {
    if (this.handedOver || this.socket.destroyed) return null
    this.handedOver = true
    this.socket.off('readable', this.spokenTo)
    return this.socket
  }

  private detach(): Exchange | null {
    const exchange = this.exchange
    if (exchange !== null) exchange.wire = null
    this.exchange = null
    this.payload = null
    return exchange
  }

  /** The same time for everything that one network read brings. */
  private now(): Nanos {
    if (this.at === 0) {
      this.at = this.context.clock()
      process.nextTick(forgetNow, this)
    }
    return this.at
  }

  private closed(): void {
    this.gone = true
    this.context.open.delete(this)
  }
}

const complete = (lane: Lane, at: Nanos): void => lane.complete(at)
const fail = (lane: Lane, trouble: Trouble): void => lane.fail(trouble)
const forgetNow = (lane: Lane): void => lane.forgetNow()

function tellSent(exchange: Exchange | null, lane: Lane, at: Nanos): void {
  if (exchange !== null && lane.carries(exchange)) exchange.sent(at)
}

function salted(payload: Payload, number: number): Buffer {
  const body = Buffer.from(payload.body)
  writeSalt(body, 0, payload.salt, number)
  return body
}
