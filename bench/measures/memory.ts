import { runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure } from './measure.ts'

const REQUESTS = 1_000_000
const SETTLED = 100_000

/** Resident memory over a run of a million requests. */
export const memory: Measure = {
  name: 'memory',
  async run() {
    const mock = await Mock.start({})
    const load = { stream: false, load: { concurrency: 64, queries: REQUESTS } }
    const run = await runTailgate(mock, load, REQUESTS)
    await mock.stop()
    const sizes = run.meter.rss(SETTLED, REQUESTS - 1)
    const growth = (Math.max(...sizes) - Math.min(...sizes)) / 1e6
    return [
      {
        figure: 'resident memory over 1 M requests, range after the first 100 k',
        bar: '≤ 50 MB',
        value: growth,
        unit: 'MB',
        pass: growth <= 50,
        note: `${Math.min(...sizes) / 1e6} to ${Math.max(...sizes) / 1e6} MB in ${sizes.length} readings; whole command ${run.seconds.toFixed(1)} s`,
      },
    ]
  },
}
