import { once } from 'node:events'
import http from 'node:http'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { TestContext } from 'node:test'
import { type RunningProxy, startProxy } from '../../../../src/run/faults/proxy/start-proxy.ts'

/** A replica by the name of `r` behind a proxy, for one test. */
export interface Stage {
  proxy: RunningProxy
  port: number
  /** To the proxy, connected; ends with the test. */
  dial(): Promise<Socket>
}

export async function stage(t: TestContext, server: Server | http.Server): Promise<Stage> {
  const open = new Set<Socket>()
  server.on('connection', (socket: Socket) => open.add(socket.on('error', () => {})))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const proxy = await startProxy([{ name: 'r', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}` }])
  t.after(async () => {
    for (const socket of open) socket.destroy()
    server.close()
    await proxy.close()
  })
  const port = Number(new URL(proxy.urls.get('r')!).port)
  const dial = async () => {
    const socket = connect({ port, host: '127.0.0.1', allowHalfOpen: true })
    open.add(socket.on('error', () => {}))
    await once(socket, 'connect')
    return socket
  }
  return { proxy, port, dial }
}

/** A server of bytes; half-open connections live on. */
export const tcp = (serve: (socket: Socket) => void): Server =>
  createServer({ allowHalfOpen: true, noDelay: true }, serve)

export const echo = (): Server => tcp((socket) => socket.pipe(socket))

/** Says something and waits until as much has come back. */
export async function roundTrip(socket: Socket, text: string): Promise<string> {
  socket.write(text)
  return (await take(socket, text.length)).toString()
}

/** The next so many bytes. */
export function take(socket: Socket, count: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let bytes = Buffer.alloc(0)
    const more = (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk])
      if (bytes.length < count) return
      socket.off('data', more).off('error', reject).pause()
      resolve(bytes)
    }
    socket.on('data', more).resume()
    socket.once('error', reject)
  })
}

export interface Ended {
  bytes: Buffer
  how: 'fin' | string
}

/** All that comes, and how it ends: `fin`, or the error's code. */
export function drain(socket: Socket): Promise<Ended> {
  return new Promise((resolve) => {
    const parts: Buffer[] = []
    const done = (how: string) => resolve({ bytes: Buffer.concat(parts), how })
    socket.on('data', (part: Buffer) => parts.push(part))
    socket.on('end', () => done('fin'))
    socket.on('error', (error: NodeJS.ErrnoException) => done(error.code ?? error.message))
  })
}

export interface HttpEnd {
  /** Of the error, wherever it surfaced; null: none did. */
  code: string | null
  status: number | null
  body: string
  complete: boolean
}

/** What Node's own HTTP client makes of a GET. @param onHead called when an answer has begun */
export function httpGet(port: number, onHead: () => void = () => {}): Promise<HttpEnd> {
  return new Promise((resolve) => {
    const end: HttpEnd = { code: null, status: null, body: '', complete: false }
    const fail = (error: NodeJS.ErrnoException) => {
      end.code ??= error.code ?? error.message
    }
    const request = http.get({ port, host: '127.0.0.1', agent: false }, (response) => {
      end.status = response.statusCode ?? null
      onHead()
      response.on('data', (part) => {
        end.body += part
      })
      response.on('error', fail)
      response.on('close', () => {
        end.complete = response.complete
      })
    })
    request.on('error', fail)
    request.on('close', () => resolve(end))
  })
}
