import { runReader, runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'
import { median, repeat } from './measure.ts'

const SLOTS = 64
const TOKENS = 128
const REQUESTS = 40_000

/** M1: streams of 128 tokens, each in one write, as fast as the client can. */
export const bursts: Measure = {
  name: 'M1',
  async run() {
    const mock = await Mock.start({})
    const load = { output: TOKENS, load: { concurrency: SLOTS, queries: REQUESTS } }
    const rounds = await repeat(3, async () => {
      const floor = await runReader(mock, SLOTS, TOKENS, REQUESTS)
      return { floor, ours: (await runTailgate(mock, load, REQUESTS)).usage }
    })
    await mock.stop()
    const ratio = median(rounds.map(({ floor, ours }) => ours.requestsPerSecond / floor.requestsPerSecond))
    const ours = median(rounds.map((round) => round.ours.requestsPerSecond))
    const floor = median(rounds.map((round) => round.floor.requestsPerSecond))
    const cost = median(rounds.map((round) => round.ours.cpuPerRequest))
    return [
      {
        figure: 'M1: bursts of 128 tokens, 64 in flight, streams/s against the C reader',
        bar: '≥ 0.45×',
        value: ratio,
        unit: '×',
        pass: ratio >= 0.45,
        note: `${ours.toFixed(0)} streams/s against ${floor.toFixed(0)}, ${cost.toFixed(0)} µs of CPU a stream`,
      },
    ]
  },
}
