import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { systemClock } from '../../base/clock.ts'
import { DCGM_TYPE } from './dcgm-route.ts'
import { dcgmText } from './dcgm-text.ts'
import type { RecordedGpu } from './recorded-gpu.ts'

export interface MeterServer {
  readonly url: string
  close(): void
}

/** A DCGM exporter of several GPUs in this process, on a free port of 127.0.0.1. It keeps no process alive. */
export async function startMeterServer(gpus: readonly RecordedGpu[]): Promise<MeterServer> {
  const server = createServer((_, response) => {
    for (const gpu of gpus) gpu.catchUp()
    const text = dcgmText(
      gpus.map(({ gpu }) => gpu),
      systemClock(),
    )
    response.writeHead(200, { 'Content-Type': DCGM_TYPE, 'Content-Length': Buffer.byteLength(text) }).end(text)
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  server.unref()
  const close = () => {
    server.close()
    server.closeAllConnections()
  }
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/metrics`, close }
}
