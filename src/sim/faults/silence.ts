import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** The head of a stream, then nothing. */
class SilentOutlet extends ForwardOutlet {
  override whole(): void {}
  override chunk(): void {}
  override end(): void {}
}

/** Never answers, on a connection that stays open. */
export const silence: MakeFault<'silence'> = ({ afterHead = false }) =>
  afterHead ? { wrap: (outlet) => new SilentOutlet(outlet) } : { intercept: () => true }
