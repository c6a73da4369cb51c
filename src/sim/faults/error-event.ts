import type { HeaderList, Outlet } from '../http/outlet.ts'
import type { MakeFault } from './fault.ts'
import { ForwardOutlet } from './forward.ts'

/** The words of vLLM when its engine process has died. */
const ENGINE_DIED = {
  error: {
    message: 'EngineCore encountered an issue. See stack trace (above) for the root cause.',
    type: 'InternalServerError',
    param: null,
    code: 500,
  },
}

/** After some events, an error inside HTTP 200 and then an end in perfect form. */
class ErrorEventOutlet extends ForwardOutlet {
  #left: number

  constructor(next: Outlet, afterChunks: number) {
    super(next)
    this.#left = afterChunks
  }

  override whole(_status: number, headers: HeaderList): void {
    const body = JSON.stringify(ENGINE_DIED)
    const exact = headers.map((value, i) =>
      /^content-length$/i.test(headers[i - 1] ?? '') ? String(body.length) : value,
    )
    this.next.whole(500, exact, body)
  }

  override chunk(bytes: string | Buffer, tokens?: number): void {
    if (this.#left-- > 0) this.next.chunk(bytes, tokens)
    else this.end()
  }

  override end(): void {
    if (this.#left === Number.NEGATIVE_INFINITY) return
    this.#left = Number.NEGATIVE_INFINITY
    this.next.chunk(`data: ${JSON.stringify(ENGINE_DIED)}\n\n`)
    this.next.chunk('data: [DONE]\n\n')
    this.next.end()
  }
}

export const errorEvent: MakeFault<'error-event'> = ({ afterChunks = 3 }) => ({
  wrap: (outlet) => new ErrorEventOutlet(outlet, afterChunks),
})
