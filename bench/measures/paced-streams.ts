import { runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure, Row } from './measure.ts'

const TOKENS = 100
const TTFT_MS = 50
const ITL_MS = 10

/** M4: many streams at 100 tokens/s each; do late reads look like a slow server? */
export const pacedStreams: Measure = {
  name: 'M4',
  async run() {
    return [
      ...(await paced(200, 1600, { ttft: 3, itl: 10.3, reached: null })),
      ...(await paced(1000, 7000, { ttft: 60, itl: 20, reached: 0.95 })),
    ]
  },
}

async function paced(
  streams: number,
  requests: number,
  bars: { ttft: number; itl: number; reached: number | null },
): Promise<Row[]> {
  const mock = await Mock.start({ ttft: TTFT_MS, itl: ITL_MS })
  const load = { concurrency: streams, queries: requests }
  const run = await runTailgate(mock, { output: TOKENS, warm: true, load }, requests)
  const truth = await mock.truth()
  await mock.stop()
  const error = run.figure('ttft', 'p99') - truth.ttft.p99
  const itl = run.figure('itl', 'p99')
  const reached = (truth.tokens * 1e9) / (truth.lastWrite - truth.firstArrival) / (streams * ITL_MS * 10)
  const name = `M4: ${streams} streams × 100 tokens/s`
  const rows: Row[] = [
    {
      figure: `${name}: TTFT p99, error`,
      bar: `≤ ${bars.ttft} ms`,
      value: error,
      unit: 'ms',
      pass: Math.abs(error) <= bars.ttft,
      note: `said ${run.figure('ttft', 'p99').toFixed(2)}, true ${truth.ttft.p99.toFixed(2)}; ${run.usage.cpuPerToken.toFixed(1)} µs of CPU a token`,
    },
    {
      figure: `${name}: ITL p99`,
      bar: `≤ ${bars.itl} ms`,
      value: itl,
      unit: 'ms',
      pass: itl <= bars.itl,
      note: `true ${truth.itl.p99.toFixed(2)}`,
    },
  ]
  if (bars.reached !== null) {
    rows.unshift({
      figure: `${name}: share of the tokens reached`,
      bar: `≥ ${bars.reached}`,
      value: reached,
      unit: '',
      pass: reached >= bars.reached,
      note: `at most ${((TOKENS * ITL_MS) / (TTFT_MS + (TOKENS - 1) * ITL_MS)).toFixed(3)}, because the first token takes ${TTFT_MS} ms`,
    })
  }
  return rows
}
