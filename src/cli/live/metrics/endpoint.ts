import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Registry } from 'prom-client'
import { EXIT, Failure } from '../../../base/failure.ts'
import type { FleetGauges } from '../../../distribute/fleet-gauges.ts'
import type { SeenBatch } from '../../../log/batch.ts'
import type { RunEvent } from '../../../model/run-log.ts'
import type { Scenario } from '../../../model/scenario.ts'
import { fingerprint } from '../../../scenario/fingerprint.ts'
import { version } from '../../version.ts'
import { type ListenAddress, parseListenAddress } from './listen-address.ts'
import { type Gauges, RunMetrics } from './run-metrics.ts'

const PATH = '/metrics'

/** Metrics of a run, served for as long as it lasts. */
export interface MetricsEndpoint {
  readonly url: string
  /** The load begins, on these. */
  follow(fleet: FleetGauges): void
  take(batch: SeenBatch): void
  event(event: RunEvent): void
  close(): Promise<void>
}

/**
 * Serves a run's metrics to Prometheus.
 * @param address `:PORT`, on every interface, or `HOST:PORT`
 * @throws Failure (exit usage) when the address is none or cannot be listened at
 */
export async function openMetricsEndpoint(
  address: string,
  scenario: Scenario,
  gauges: Gauges,
): Promise<MetricsEndpoint> {
  const wanted = parseListenAddress(address)
  const metrics = new RunMetrics(scenario, { fingerprint: fingerprint(scenario), version: version() }, gauges)
  const server = createServer((request, response) => void answer(request, response, metrics.registry))
  const { port } = await listen(server, wanted)
  return {
    url: `http://${wanted.host.includes(':') ? `[${wanted.host}]` : wanted.host}:${port}${PATH}`,
    follow: (fleet) => metrics.follow(fleet),
    take: (batch) => metrics.take(batch),
    event: (event) => metrics.event(event),
    close: () => close(server),
  }
}

async function answer(request: IncomingMessage, response: ServerResponse, registry: Registry): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return say(405, 'only GET\n')
  if (request.url?.split('?', 1)[0] !== PATH) return say(404, `metrics are at ${PATH}\n`)
  say(200, await registry.metrics(), registry.contentType)

  function say(status: number, text: string, type = 'text/plain; charset=utf-8'): void {
    response.writeHead(status, { 'content-type': type, 'content-length': Buffer.byteLength(text) })
    response.end(request.method === 'HEAD' ? undefined : text)
  }
}

function listen(server: Server, { host, port }: ListenAddress): Promise<AddressInfo> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(cannotListen(host, port, error)))
    server.listen(port, host, () => resolve(server.address() as AddressInfo))
    // A run that fails is not held up by its meter.
    server.unref()
  })
}

function cannotListen(host: string, port: number, cause: NodeJS.ErrnoException): Failure {
  const why: { readonly [code: string]: string } = {
    EADDRINUSE: `port ${port} is in use`,
    EACCES: `port ${port} may not be opened by this user`,
    EADDRNOTAVAIL: `${host} is no address of this host`,
    ENOTFOUND: `${host} is no address of this host`,
  }
  const said = why[cause.code ?? ''] ?? cause.message
  return new Failure('metrics.listen', `cannot serve metrics at ${host}:${port}: ${said}`, {
    exit: EXIT.usage,
    hint: 'choose another with --metrics :PORT; :0 takes any that is free',
    cause,
  })
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
