import { runReader, runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'
import { median, repeat } from './measure.ts'

const SLOTS = 64
const REQUESTS = 200_000

/** M2: small answers that are not streamed, as fast as the client can. */
export const plainRequests: Measure = {
  name: 'M2',
  async run() {
    const mock = await Mock.start({})
    const load = { stream: false, load: { concurrency: SLOTS, queries: REQUESTS } }
    const rounds = await repeat(3, async () => {
      const floor = await runReader(mock, SLOTS, 1, REQUESTS, true)
      return { floor, ours: (await runTailgate(mock, load, REQUESTS)).usage }
    })
    await mock.stop()
    const rate = median(rounds.map((round) => round.ours.requestsPerSecond))
    const floor = median(rounds.map((round) => round.floor.requestsPerSecond))
    const cost = median(rounds.map((round) => round.ours.cpuPerRequest))
    return [
      {
        figure: 'M2: plain requests/s, closed loop of 64',
        bar: '≥ 40 000',
        value: rate,
        unit: '1/s',
        pass: rate >= 40_000,
        note: `C reader ${floor.toFixed(0)}; ${cost.toFixed(1)} µs of CPU a request`,
      },
    ]
  },
}
