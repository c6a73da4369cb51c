import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Holds everything behind the head back for a while, then lets it go in order. */
class SlowOutlet extends ForwardOutlet {
  readonly #delayMs: number
  #held: (() => void)[] | null = null
  #released = false

  constructor(next: Outlet, delayMs: number) {
    super(next)
    this.#delayMs = delayMs
  }

  override whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void {
    this.#later(() => this.next.whole(status, headers, body, tokens))
  }
  override chunk(bytes: string | Buffer, tokens?: number): void {
    this.#later(() => this.next.chunk(bytes, tokens))
  }
  override end(): void {
    this.#later(() => this.next.end())
  }

  #later(write: () => void): void {
    if (this.#released) return write()
    if (this.#held) {
      this.#held.push(write)
      return
    }
    this.#held = [write]
    setTimeout(() => {
      this.#released = true
      for (const held of this.#held ?? []) held()
    }, this.#delayMs)
  }
}

export const slowFirstToken: MakeFault<'slow-first-token'> = ({ delayMs }) => ({
  wrap: (outlet) => new SlowOutlet(outlet, delayMs),
})
