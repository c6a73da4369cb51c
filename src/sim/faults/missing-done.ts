import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Leaves `[DONE]` out of an otherwise perfect stream. */
class MissingDoneOutlet extends ForwardOutlet {
  override chunk(bytes: string | Buffer, tokens?: number): void {
    if (bytes !== 'data: [DONE]\n\n') this.next.chunk(bytes, tokens)
  }
}

export const missingDone: MakeFault<'missing-done'> = () => ({ wrap: (outlet) => new MissingDoneOutlet(outlet) })
