import type { Socket } from 'node:net'

/** Closes with a RST, whatever waits to be written. One whose FIN still waits behind bytes can only be dropped. */
export function resetSocket(socket: Socket): void {
  if (socket.destroyed) return
  const ending = socket.writableEnded && !socket.writableFinished
  if (ending || socket.connecting) socket.destroy()
  else socket.resetAndDestroy()
}
