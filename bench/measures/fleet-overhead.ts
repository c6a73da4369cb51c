import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'
import { median, repeat } from './measure.ts'

const STREAMS = 300
const TOKENS = 100
const REQUESTS = 2100
/** The page of a vLLM server, as large as they are. */
const PAGE = new URL('../../test/fixtures/metrics/vllm.txt', import.meta.url)

/** What a fleet, meters and faults around the same load add to the cost of a token. */
export const fleetOverhead: Measure = {
  name: 'fleet',
  async run() {
    const mock = await Mock.start({ ttft: 50, itl: 10, spread: 10 })
    const page = await serveMetrics()
    const load = { output: TOKENS, load: { concurrency: STREAMS, queries: REQUESTS } }
    const around = {
      fleet: { balance: 'least-requests', health: { every: '1s' }, ejection: true },
      probes: [
        { name: 'engine', metrics: page.url, every: '1s' },
        { name: 'gpus', metrics: page.url, every: '1s' },
      ],
      faults: [{ command: ['true'], undo: ['true'], confirm: ['true'], at: '2s', for: '1s' }],
      allowFaults: true,
    }
    const rounds = await repeat(4, async () => ({
      plain: (await runTailgate(mock, load, REQUESTS)).usage.cpuPerToken,
      fleet: (await runTailgate(mock, { ...load, rest: around }, REQUESTS)).usage.cpuPerToken,
    }))
    page.close()
    await mock.stop()
    const ratio = median(rounds.map(({ plain, fleet }) => fleet / plain))
    const [plain, fleet] = [median(rounds.map((round) => round.plain)), median(rounds.map((round) => round.fleet))]
    return [
      {
        figure: 'CPU per token with fleet, probes and faults, against without',
        bar: '≤ 1.05×',
        value: ratio,
        unit: '×',
        pass: ratio <= 1.05,
        note: `${fleet.toFixed(1)} µs against ${plain.toFixed(1)} µs; ${rounds.map((round) => (round.fleet / round.plain).toFixed(2)).join(' ')}`,
      },
    ]
  },
}

async function serveMetrics(): Promise<{ url: string; close(): void }> {
  const text = readFileSync(PAGE)
  const server = createServer((_, response) => response.end(text)).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}/metrics`, close: () => server.close() }
}
