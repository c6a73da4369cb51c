import { runTailgate, WARM_UP_SECONDS } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'

const RATE = 3000
const SECONDS = 6

/** M3: streams of 16 tokens in an open loop; does the rate hold, and is the time to the first token the server's? */
export const openStreams: Measure = {
  name: 'M3',
  async run() {
    const mock = await Mock.start({ ttft: 20 })
    const load = { arrivals: 'constant', rate: `${RATE}/s`, duration: `${SECONDS}s` }
    const run = await runTailgate(mock, { output: 16, warm: true, load }, RATE * (WARM_UP_SECONDS + SECONDS))
    const truth = await mock.truth()
    await mock.stop()
    const achieved = ((truth.requests - 1) * 1e9) / (truth.lastArrival - truth.firstArrival) / RATE
    const error = run.figure('ttft', 'p99') - truth.ttft.p99
    return [
      {
        figure: 'M3: 3 000 streams/s, open loop: achieved/asked',
        bar: '≥ 0.999',
        value: achieved,
        unit: '',
        pass: achieved >= 0.999,
        note: `${truth.requests} arrived`,
      },
      {
        figure: 'M3: TTFT p99, error',
        bar: '≤ 1.5 ms',
        value: error,
        unit: 'ms',
        pass: Math.abs(error) <= 1.5,
        note: `said ${run.figure('ttft', 'p99').toFixed(2)}, true ${truth.ttft.p99.toFixed(2)}; lag p99 ${run.figure('lag', 'p99').toFixed(2)} ms`,
      },
    ]
  },
}
