import { systemClock } from '../../base/clock.ts'
import type { Route } from '../http/route.ts'
import { dcgmText } from './dcgm-text.ts'
import type { Gpu } from './gpu.ts'

export const DCGM_TYPE = 'text/plain; version=0.0.4; charset=utf-8'

/** A DCGM exporter of one GPU, on the replica's own port. */
export function dcgmRoute(gpu: Gpu): Route {
  return {
    method: 'GET',
    path: /^\/dcgm\/metrics$/,
    inference: false,
    beside: true,
    handle: ({ outlet }) => {
      const text = dcgmText([gpu], systemClock())
      outlet.whole(200, ['Content-Type', DCGM_TYPE, 'Content-Length', String(Buffer.byteLength(text))], text)
    },
  }
}
