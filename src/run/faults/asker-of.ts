import type { Asker } from '../discover/ask.ts'
import type { FaultTarget } from './director.ts'

/** How a replica is asked, off the load's own connections. */
export function askerOf({ url, access }: FaultTarget, timeoutMs: number, signal?: AbortSignal): Asker {
  return { baseUrl: url.replace(/\/+$/, ''), access, timeoutMs, signal }
}
