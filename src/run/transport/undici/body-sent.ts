import { subscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'

/** Sockets whose owner wants to know. undici names the socket before the head is written, but not after the body. */
const owners = new WeakMap<Socket, () => void>()
let sending: (() => void) | undefined
let isSubscribed = false

/** Calls `sent` each time undici has written a whole request to this socket. */
export function onBodySent(socket: Socket, sent: () => void): void {
  owners.set(socket, sent)
  if (isSubscribed) return
  isSubscribed = true
  subscribe('undici:client:sendHeaders', (message) => {
    sending = owners.get((message as { socket: Socket }).socket)
  })
  // A body that is one buffer is written in the same turn as its head, so this is still the same request.
  subscribe('undici:request:bodySent', () => {
    sending?.()
    sending = undefined
  })
}
