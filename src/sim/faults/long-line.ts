import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** One piece, sent over and over, so that the replica itself stays small. */
const PIECE = Buffer.alloc(2 ** 20, 'x')

/** Puts one endless-looking line in front of everything else. */
class LongLineOutlet extends ForwardOutlet {
  #left: number

  constructor(next: Outlet, bytes: number) {
    super(next)
    this.#left = bytes
  }

  override whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void {
    const longer = (value: string, i: number) =>
      /^content-length$/i.test(headers[i - 1] ?? '') ? String(Number(value) + this.#left) : value
    this.next.head(status, headers.map(longer))
    this.#line()
    this.next.chunk(body, tokens)
    this.next.end()
  }
  override chunk(bytes: string | Buffer, tokens?: number): void {
    if (this.#left > 0) {
      this.next.chunk('data: ')
      this.#line()
      this.next.chunk('\n\n')
    }
    this.next.chunk(bytes, tokens)
  }

  #line(): void {
    for (; this.#left > 0; this.#left -= PIECE.length) this.next.chunk(PIECE.subarray(0, this.#left))
  }
}

export const longLine: MakeFault<'long-line'> = ({ bytes = 100e6 }) => ({
  wrap: (outlet) => new LongLineOutlet(outlet, bytes),
})
