import { runReader, runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'
import { median, repeat } from './measure.ts'

const STREAMS = 300
const TOKENS = 100
const REQUESTS = 2100

/** What a token costs when every one arrives alone: its network read, wake-up included, is most of the floor. */
export const cpuPerToken: Measure = {
  name: 'cpu',
  async run() {
    const mock = await Mock.start({ ttft: 50, itl: 10, spread: 10 })
    const load = { output: TOKENS, load: { concurrency: STREAMS, queries: REQUESTS } }
    const rounds = await repeat(2, async () => {
      const floor = (await runReader(mock, STREAMS, TOKENS, REQUESTS)).cpuPerToken
      return { floor, ours: (await runTailgate(mock, load, REQUESTS)).usage.cpuPerToken }
    })
    await mock.stop()
    const ratio = median(rounds.map(({ floor, ours }) => ours / floor))
    const [floor, ours] = [median(rounds.map((round) => round.floor)), median(rounds.map((round) => round.ours))]
    return [
      {
        figure: 'CPU per token, 300 streams × 100 tokens/s, against the C reader',
        bar: '≤ 2.5×',
        value: ratio,
        unit: '×',
        pass: ratio <= 2.5,
        note: `${ours.toFixed(1)} µs against ${floor.toFixed(1)} µs`,
      },
    ]
  },
}
