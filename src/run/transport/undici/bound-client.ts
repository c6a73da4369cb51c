import type { Socket } from 'node:net'
import { Client } from 'undici'

/** The longest a Node timer takes, ms. */
const NEVER = 2 ** 31 - 1

/**
 * An undici client for one socket that is already connected. No timer of undici's ends a request or an idle connection:
 * those are Tailgate's own, each with its own outcome.
 * @param handOver gives the socket; null when there is none to give any more, which fails the request
 */
export function boundClient(origin: string, handOver: () => Socket | null): Client {
  return new Client(origin, {
    // Not at once: undici does not go on with a request whose connector answers before it returns.
    connect: (_options, callback) => {
      process.nextTick(() => {
        const socket = handOver()
        if (socket === null) callback(new Error('the connection ended before the request was written'), null)
        else callback(null, socket)
      })
    },
    pipelining: 1,
    maxHeaderSize: 65_536,
    connectTimeout: 0,
    headersTimeout: 0,
    bodyTimeout: 0,
    keepAliveTimeout: NEVER,
    keepAliveMaxTimeout: NEVER,
    // Taken from what the server announces in its Keep-Alive header: makes that never, too.
    keepAliveTimeoutThreshold: -NEVER,
  })
}
