import { runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import { BUILT, SOURCE } from '../places.ts'
import type { Measure, Row } from './measure.ts'
import { median, repeat } from './measure.ts'

/** M7: from the command to the first byte of a request at the server. */
export const start: Measure = {
  name: 'M7',
  async run() {
    return [await started('as packed', BUILT), await started('from source', SOURCE)]
  },
}

async function started(name: string, entry: string): Promise<Row> {
  const mock = await Mock.start({})
  const runs = await repeat(5, async () => {
    const run = await runTailgate(mock, { load: { concurrency: 1, queries: 1 } }, 1, entry)
    const { firstArrival } = await mock.truth()
    return { first: (firstArrival - run.started) / 1e9, exit: run.seconds }
  })
  await mock.stop()
  const first = median(runs.map((run) => run.first))
  return {
    figure: `M7: command to first request on the wire, ${name}`,
    bar: '≤ 0.7 s',
    value: first,
    unit: 's',
    pass: first <= 0.7,
    note: `to exit, report written: ${median(runs.map((run) => run.exit)).toFixed(2)} s`,
  }
}
