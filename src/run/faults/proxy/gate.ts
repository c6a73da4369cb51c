import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import { setTimeout } from 'node:timers/promises'
import { EXIT, Failure } from '../../../base/failure.ts'
import type { ProxyFault } from '../../../model/fault.ts'
import { stream } from '../../../stats/random/stream.ts'
import { Link } from './link.ts'
import type { Front } from './messages.ts'

/** How often a port that was given up is asked for again, or a closed one is tried, 20 ms apart. */
const TRIES = 100
const PAUSE_MS = 20

/**
 * The proxy's place before one replica: a listening socket and the connections through it. Refusing concerns new
 * connections alone, as where a listener is closed: those that are open, idle ones too, go on until somebody ends them.
 */
export class Gate {
  readonly #front: Front
  readonly #links = new Map<Socket, Link>()
  #server: Server | null = null
  #port: number
  #fault: ProxyFault | null = null
  #connections = 0

  constructor(front: Front) {
    this.#front = front
    this.#port = front.listen
  }

  /** @returns the port. @throws Failure `fault.proxy-port` when it is taken */
  async open(): Promise<number> {
    this.#port = await this.#listen()
    return this.#port
  }

  /** Resolves when it is so: the port refuses or accepts again, and every connection has been told. @throws Failure */
  async set(fault: ProxyFault | null): Promise<void> {
    this.#fault = fault
    for (const link of this.#links.values()) link.apply(fault)
    if (fault?.do === 'refuse') await this.#refuse()
    else if (this.#server === null) await this.#listenAgain()
  }

  /** At once, connections and all. */
  close(): void {
    this.#server?.close()
    this.#server = null
    for (const link of this.#links.values()) link.reset()
  }

  #listen(): Promise<number> {
    const server = createServer({ allowHalfOpen: true, noDelay: true, pauseOnConnect: true }, (client) =>
      this.#accept(client),
    )
    return new Promise((resolve, reject) => {
      server.once('error', (cause) => reject(portTaken(this.#front.name, this.#port, cause)))
      server.listen({ port: this.#port, host: '127.0.0.1', backlog: 4096 }, () => {
        this.#server = server
        resolve((server.address() as AddressInfo).port)
      })
    })
  }

  async #listenAgain(): Promise<void> {
    for (let tries = 1; ; tries++) {
      try {
        await this.#listen()
        return
      } catch (error) {
        if (tries === TRIES) throw error
        await setTimeout(PAUSE_MS)
      }
    }
  }

  async #refuse(): Promise<void> {
    this.#server?.close()
    this.#server = null
    for (let tries = 1; !(await refuses(this.#port)); tries++) {
      if (tries === TRIES) throw stillOpen(this.#front.name, this.#port)
      await setTimeout(PAUSE_MS)
    }
  }

  #accept(client: Socket): void {
    const random = stream(this.#front.name, `proxy ${this.#connections++}`)
    this.#links.set(client, new Link(client, this.#front, this.#fault, random))
    client.on('close', () => this.#links.delete(client))
  }
}

function refuses(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy()
      resolve(false)
    })
    socket.on('error', (error: NodeJS.ErrnoException) => resolve(error.code === 'ECONNREFUSED'))
  })
}

function portTaken(name: string, port: number, cause: Error): Failure {
  const message = `the proxy before ${name} cannot listen on 127.0.0.1:${port}: ${cause.message}`
  return new Failure('fault.proxy-port', message, {
    exit: EXIT.usage,
    hint: 'end whoever listens there, or let the proxy have any free port',
    cause,
  })
}

function stillOpen(name: string, port: number): Failure {
  const message = `the proxy before ${name} was to refuse on 127.0.0.1:${port}, and somebody accepts there`
  return new Failure('fault.proxy-refuse', message, { exit: EXIT.usage, hint: 'leave the proxy’s port to it' })
}
