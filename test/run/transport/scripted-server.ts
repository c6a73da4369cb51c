import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import net, { type AddressInfo, type Socket } from 'node:net'
import tls, { type TlsOptions } from 'node:tls'

const pem = (name: string) => readFileSync(new URL(`../../fixtures/tls/${name}`, import.meta.url), 'utf8')

export const certificates = {
  ca: pem('ca.pem'),
  server: { cert: pem('server.pem'), key: pem('server.key') },
  client: { cert: pem('client.pem'), key: pem('client.key') },
}

export interface Received {
  line: string
  headers: Map<string, string>
  body: string
}

export interface ScriptedServer {
  port: number
  /** Connections accepted so far. */
  accepted: number
  close(): Promise<void>
}

/** The server's end of one connection, for a script to speak through. */
export class Peer {
  readonly closed: Promise<void>
  /** Settles at the first byte that comes, whatever it is. */
  readonly spokenTo: Promise<void>
  private readonly socket: Socket
  private readonly raw: Socket
  private received = Buffer.alloc(0)
  private isOver = false
  private wake: () => void = () => {}

  constructor(socket: Socket, raw: Socket) {
    this.socket = socket
    this.raw = raw
    socket.setNoDelay(true)
    socket.on('data', (bytes) => {
      this.received = Buffer.concat([this.received, bytes])
      this.wake()
    })
    socket.on('error', () => {})
    this.spokenTo = new Promise((resolve) => socket.once('data', () => resolve()))
    this.closed = new Promise((resolve) => {
      socket.once('close', () => {
        this.isOver = true
        this.wake()
        resolve()
      })
    })
  }

  /** The next whole request; undefined when the connection ends first. */
  async request(): Promise<Received | undefined> {
    for (;;) {
      const request = this.take()
      if (request !== undefined || this.isOver) return request
      await new Promise<void>((resolve) => {
        this.wake = resolve
      })
    }
  }

  write(text: string | Buffer): void {
    this.socket.write(text)
  }

  /** Each byte in a turn of the event loop of its own, so that the client reads them one by one. */
  async writeByByte(text: string): Promise<void> {
    for (const byte of Buffer.from(text)) {
      this.socket.write(Buffer.of(byte))
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  fin(): void {
    this.socket.end()
  }

  rst(): void {
    this.raw.resetAndDestroy()
    this.socket.destroy()
  }

  pause(): void {
    this.socket.pause()
  }

  resume(): void {
    this.socket.resume()
  }

  private take(): Received | undefined {
    const end = this.received.indexOf('\r\n\r\n')
    if (end < 0) return undefined
    const [line, ...fields] = this.received.toString('latin1', 0, end).split('\r\n')
    const headers = new Map<string, string>()
    for (const field of fields) {
      const colon = field.indexOf(':')
      headers.set(field.slice(0, colon).toLowerCase(), field.slice(colon + 1).trim())
    }
    const to = end + 4 + Number(headers.get('content-length') ?? 0)
    if (this.received.length < to) return undefined
    const body = this.received.toString('utf8', end + 4, to)
    this.received = this.received.subarray(to)
    return { line, headers, body }
  }
}

/** A server on a free port of 127.0.0.1 that does with each connection what the script says, byte for byte. */
export async function serve(script: (peer: Peer) => unknown, secure: TlsOptions | null): Promise<ScriptedServer> {
  const raws = new Set<Socket>()
  const wrapper = secure && tls.createServer({ ...certificates.server, ...secure })
  wrapper?.on('tlsClientError', () => {})
  const server = net.createServer((raw) => {
    state.accepted++
    raws.add(raw)
    raw.once('close', () => raws.delete(raw))
    raw.on('error', () => {})
    if (wrapper === null) return script(new Peer(raw, raw))
    wrapper.emit('connection', raw)
  })
  wrapper?.on('secureConnection', (socket) => {
    const raw = [...raws].find((each) => each.remotePort === socket.remotePort)
    if (raw) script(new Peer(socket, raw))
  })
  server.listen({ port: 0, host: '127.0.0.1', backlog: 2048 })
  await once(server, 'listening')
  const state: ScriptedServer = {
    port: (server.address() as AddressInfo).port,
    accepted: 0,
    async close() {
      for (const raw of raws) raw.destroy()
      server.close()
      await once(server, 'close')
    },
  }
  return state
}
