import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Sends what there is to send byte by byte. */
class DripOutlet extends ForwardOutlet {
  readonly #pauseMs: number
  #bytes: Buffer = Buffer.alloc(0)
  #ended = false
  #timer: NodeJS.Timeout | undefined

  constructor(next: Outlet, bytesPerSecond: number) {
    super(next)
    this.#pauseMs = 1000 / bytesPerSecond
  }

  override whole(status: number, headers: HeaderList, body: string | Buffer): void {
    this.next.head(status, headers)
    this.chunk(body)
    this.end()
  }
  override chunk(bytes: string | Buffer): void {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(bytes)])
    this.#timer ??= setTimeout(() => this.#drop(), this.#pauseMs)
  }
  override end(): void {
    this.#ended = true
  }

  #drop(): void {
    this.#timer = undefined
    if (!this.next.open) return
    if (this.#bytes.length === 0) return this.#ended ? this.next.end() : undefined
    this.next.chunk(this.#bytes.subarray(0, 1))
    this.#bytes = this.#bytes.subarray(1)
    this.#timer = setTimeout(() => this.#drop(), this.#pauseMs)
  }
}

export const drip: MakeFault<'drip'> = ({ bytesPerSecond = 1 }) => ({
  wrap: (outlet) => new DripOutlet(outlet, bytesPerSecond),
})
