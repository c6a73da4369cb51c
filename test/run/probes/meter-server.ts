import { once } from 'node:events'
import http, { type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { TestContext } from 'node:test'

export interface MeterServer {
  url: string
  /** What it answers from now on. */
  answer: RequestListener
  /** Paths with their queries, as they were asked. */
  asked: string[]
  connections: number
  close(): Promise<void>
}

/** An HTTP server for the length of a test, or until it is closed. */
export async function serve(answer: RequestListener, context?: TestContext): Promise<MeterServer> {
  const listener = http.createServer((request, response) => {
    server.asked.push(request.url ?? '')
    server.answer(request, response)
  })
  listener.on('connection', () => server.connections++)
  listener.listen(0, '127.0.0.1')
  await once(listener, 'listening')
  const server: MeterServer = {
    url: `http://127.0.0.1:${(listener.address() as AddressInfo).port}`,
    answer,
    asked: [],
    connections: 0,
    async close() {
      listener.closeAllConnections()
      listener.close()
    },
  }
  context?.after(() => server.close())
  return server
}

/** An answer that is always the same text. */
export const text =
  (body: string | Buffer, status = 200, headers: { [name: string]: string } = {}): RequestListener =>
  (_, response) => {
    response.writeHead(status, headers).end(body)
  }

/** Never answers. */
export const silent: RequestListener = () => {}

/** An address where nothing listens. */
export async function closedUrl(): Promise<string> {
  const server = await serve(silent)
  await server.close()
  return server.url
}
