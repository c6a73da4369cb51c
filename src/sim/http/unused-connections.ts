import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'

/** Connections on which no request has come yet: Node takes them for busy, and would wait for them when a server ends. */
export class UnusedConnections {
  readonly #sockets = new Set<Socket>()

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    })
    server.on('request', ({ socket }: IncomingMessage) => this.#sockets.delete(socket))
  }

  end(): void {
    for (const socket of this.#sockets) socket.destroy()
  }
}
