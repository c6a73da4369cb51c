import type { ServerResponse } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import type { Account } from '../truth/truth.ts'
import type { HeaderList, Outlet } from './outlet.ts'

/** Triton's web server has a reason phrase of its own. */
const PLAIN_REASONS: { readonly [status: number]: string } = { 405: 'Not Allowed' }

/** Writes to the socket, and notes in the truth what really left. */
export class ResponseOutlet implements Outlet {
  readonly #response: ServerResponse
  readonly #clock: Clock
  readonly #truth: Account | null

  constructor(response: ServerResponse, clock: Clock, truth: Account | null) {
    this.#response = response
    this.#clock = clock
    this.#truth = truth
    response.removeHeader('connection')
    response.sendDate = false
  }

  get open(): boolean {
    return !this.#response.destroyed && !this.#response.writableEnded
  }

  whole(status: number, headers: HeaderList, body: string | Buffer, tokens = 0): void {
    if (!this.open) return
    this.#writeHead(status, headers)
    this.#note(tokens)
    this.#finish(body)
  }

  head(status: number, headers: HeaderList): void {
    if (!this.open) return
    this.#writeHead(status, headers)
    this.#response.flushHeaders()
  }

  chunk(bytes: string | Buffer, tokens = 0): void {
    if (!this.open) return
    this.#note(tokens)
    this.#response.write(bytes)
  }

  end(): void {
    if (this.open) this.#finish()
  }

  cut(how: 'fin' | 'rst'): void {
    const socket = this.#response.socket
    if (how === 'rst') socket?.resetAndDestroy()
    else socket?.end(() => socket.destroy())
  }

  #writeHead(status: number, headers: HeaderList): void {
    this.#truth?.note({ status })
    const fromTriton = headers[0] !== 'date'
    const reason = fromTriton ? PLAIN_REASONS[status] : undefined
    if (reason === undefined) this.#response.writeHead(status, headers as string[])
    else this.#response.writeHead(status, reason, headers as string[])
  }

  #note(tokens: number): void {
    if (tokens > 0) this.#truth?.note({ tokens, at: this.#clock() })
  }

  /**
   * What the kernel takes reaches the client whatever becomes of this process: the answer is over then. It is noted
   * first, since handing bytes over wakes their reader, who may get this process's turn; and taken back where they have
   * to wait.
   */
  #finish(body?: string | Buffer): void {
    const { socket } = this.#response
    this.#truth?.note({ ended: this.#clock(), complete: true })
    this.#response.end(body)
    if (socket?.writableLength !== 0) this.#truth?.note({ ended: null, complete: false })
  }
}
