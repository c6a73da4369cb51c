import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** Reports more output tokens than there were. */
class WrongUsageOutlet extends ForwardOutlet {
  readonly #factor: number

  constructor(next: Outlet, factor: number) {
    super(next)
    this.#factor = factor
  }

  override whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void {
    const wrong = this.#falsify(String(body))
    const length = String(Buffer.byteLength(wrong))
    const exact = headers.map((value, i) => (/^content-length$/i.test(headers[i - 1] ?? '') ? length : value))
    this.next.whole(status, exact, wrong, tokens)
  }
  override chunk(bytes: string | Buffer, tokens?: number): void {
    this.next.chunk(this.#falsify(String(bytes)), tokens)
  }

  #falsify(text: string): string {
    return text.replace(/"completion_tokens":(\d+)/g, (_, count: string) => {
      return `"completion_tokens":${Math.round(Number(count) * this.#factor)}`
    })
  }
}

export const wrongUsage: MakeFault<'wrong-usage'> = ({ factor = 2 }) => ({
  wrap: (outlet) => new WrongUsageOutlet(outlet, factor),
})
