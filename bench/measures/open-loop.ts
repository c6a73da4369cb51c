import { runTailgate, WARM_UP_SECONDS } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'

const RATE = 10_000
const SECONDS = 20
const REQUESTS = RATE * (WARM_UP_SECONDS + SECONDS)
const ON_TIME_MS = 2

/** Whether requests leave when the plan wants them to. */
export const openLoop: Measure = {
  name: 'open',
  async run() {
    const mock = await Mock.start({})
    const load = { arrivals: 'constant', rate: `${RATE}/s`, duration: `${SECONDS}s` }
    const run = await runTailgate(mock, { stream: false, warm: true, load }, REQUESTS)
    const truth = await mock.truth()
    await mock.stop()
    const lag = run.figure('lag', 'p99')
    const late = run.figure('lag', 'p99.9')
    const recorded = Object.values(run.outcomes).reduce((sum, count) => sum + count, 0)
    const complete = recorded >= REQUESTS && truth.requests === recorded && run.outcomes.ok === recorded
    return [
      {
        figure: 'open loop, 10 000 plain requests/s for 20 s: lag p99',
        bar: '≤ 2 ms',
        value: lag,
        unit: 'ms',
        pass: lag <= ON_TIME_MS,
        note: `${run.usage.cpuPerRequest.toFixed(1)} µs of CPU a request, active waiting included`,
      },
      {
        figure: 'open loop: lag that 99.9 % keep, all recorded',
        bar: '≤ 2 ms, all',
        value: late,
        unit: 'ms',
        pass: late <= ON_TIME_MS && complete,
        note: `${recorded} recorded, ${truth.requests} seen by the server`,
      },
    ]
  },
}
