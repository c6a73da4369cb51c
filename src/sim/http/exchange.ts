import type { IncomingHttpHeaders } from 'node:http'
import type { Account } from '../truth/truth.ts'
import type { Outlet } from './outlet.ts'

/** One request, read whole, and the place for its answer. */
export interface Exchange {
  readonly method: string
  /** Without the query. */
  readonly path: string
  readonly headers: IncomingHttpHeaders
  readonly body: Buffer
  readonly outlet: Outlet
  /** null for requests that are not inference. */
  readonly truth: Account | null
  /** Called once if the client leaves before the answer is complete. */
  onGone(callback: () => void): void
}
