import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Closes the connection in mid-answer: after some events, or in the middle of a whole body. */
class CutOutlet extends ForwardOutlet {
  readonly #how: 'fin' | 'rst'
  #left: number

  constructor(next: Outlet, how: 'fin' | 'rst', afterChunks: number) {
    super(next)
    this.#how = how
    this.#left = afterChunks
  }

  override whole(status: number, headers: HeaderList, body: string | Buffer): void {
    const bytes = Buffer.from(body)
    this.next.head(status, headers)
    this.next.chunk(bytes.subarray(0, bytes.length >> 1))
    this.#cut()
  }

  override chunk(bytes: string | Buffer, tokens?: number): void {
    if (this.#left === 0) this.#cut()
    if (this.#left-- > 0) this.next.chunk(bytes, tokens)
  }

  override end(): void {
    this.#cut()
  }

  /** Later than what was written before: a reset would overtake it. */
  #cut(): void {
    setTimeout(() => this.next.cut(this.#how), 1)
  }
}

export const cut: MakeFault<'cut'> = ({ how, afterChunks = 3 }) => ({
  wrap: (outlet) => new CutOutlet(outlet, how, afterChunks),
})
