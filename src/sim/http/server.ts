import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import { createServer } from 'node:http'
import type { Clock } from '../../base/clock.ts'
import { NS_PER_MS } from '../../base/nanos.ts'
import type { Account, Truth } from '../truth/truth.ts'
import type { Exchange } from './exchange.ts'
import { answerLoading } from './loading.ts'
import type { Outlet } from './outlet.ts'
import { ResponseOutlet } from './response-outlet.ts'
import type { Route } from './route.ts'
import { resolve } from './route.ts'
import { uvicornText } from './uvicorn.ts'

export interface ServerSetup {
  routes: readonly Route[]
  clock: Clock
  truth: Truth
  /** Idle connections are closed after this long. */
  keepAlive: number
  /** The port is open and the model not there yet. */
  loading(): boolean
  /** Puts the faults between an API and the wire; null when a fault has dealt with the request. */
  guard(exchange: Exchange): Outlet | null
  /** Answers what no route takes. */
  unrouted(exchange: Exchange, allowed: readonly string[]): void
}

/**
 * An HTTP/1.1 server that reads each request whole before it is handled. Not yet listening. What an API cannot make
 * sense of at all is a 500, and the server lives on.
 */
export function makeServer(setup: ServerSetup): Server {
  const server = createServer({ keepAlive: true, noDelay: true }, (request, response) =>
    serve(setup, request, response),
  )
  server.keepAliveTimeout = setup.keepAlive / NS_PER_MS
  server.headersTimeout = 0
  server.requestTimeout = 0
  return server
}

function serve(setup: ServerSetup, request: IncomingMessage, response: ServerResponse): void {
  const admitted = setup.clock()
  const method = request.method ?? 'GET'
  const path = (request.url ?? '/').split('?', 1)[0]
  const resolved = resolve(setup.routes, method, path)
  const inference = resolved.found && resolved.route.inference
  const truth = inference ? setup.truth.open(requestId(request), path, admitted) : null
  readBody(request, (body) => {
    const exchange: Exchange = {
      method,
      path,
      headers: request.headers,
      body,
      outlet: new ResponseOutlet(response, setup.clock, truth),
      truth,
      onGone: watch(setup.clock, response, truth),
    }
    try {
      if (setup.loading() && !(resolved.found && resolved.route.beside)) return answerLoading(exchange.outlet)
      if (!resolved.found) return setup.unrouted(exchange, resolved.allowed)
      const outlet = inference ? setup.guard(exchange) : exchange.outlet
      if (outlet) resolved.route.handle({ ...exchange, outlet }, resolved.groups)
    } catch {
      uvicornText(exchange.outlet, 500, 'text/plain; charset=utf-8', 'Internal Server Error')
    }
  })
}

function readBody(request: IncomingMessage, done: (body: Buffer) => void): void {
  const parts: Buffer[] = []
  request.on('data', (part: Buffer) => parts.push(part))
  request.on('end', () => done(parts.length === 1 ? parts[0] : Buffer.concat(parts)))
  request.on('error', () => {})
}

function watch(clock: Clock, response: ServerResponse, truth: Account | null): Exchange['onGone'] {
  const gone: (() => void)[] = []
  response.on('close', () => {
    truth?.note({ ended: clock(), complete: response.writableFinished })
    if (!response.writableFinished) for (const callback of gone) callback()
  })
  return (callback) => gone.push(callback)
}

function requestId(request: IncomingMessage): string | null {
  const id = request.headers['x-request-id']
  return typeof id === 'string' ? id : null
}
