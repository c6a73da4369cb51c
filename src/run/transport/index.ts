import type { TransportName } from '../../model/scenario.ts'
import type { TransportOptions } from './options.ts'
import type { Transport } from './transport.ts'

/** Every way to carry a request. Loaded when asked for, so that a start waits for none that is not used. */
const transports: { readonly [K in TransportName]: (options: TransportOptions) => Promise<Transport> } = {
  http1: async (options) => (await import('./http1.ts')).createHttp1Transport(options),
  undici: async (options) => (await import('./undici.ts')).createUndiciTransport(options),
}

/** @throws Failure of exit `usage` for a URL, header or certificate the transport cannot work with */
export function createTransport(name: TransportName, options: TransportOptions): Promise<Transport> {
  return transports[name](options)
}
