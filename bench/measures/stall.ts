import { runTailgate } from '../client.ts'
import { Mock } from '../mock.ts'
import type { Measure, Row } from './measure.ts'

const RATE = 100
const SECONDS = 16
const STALL_AT = 7
const STALL = 2
const SERVICE = 0.02

/** M5: the server says nothing for 2 s. Latency counts from the schedule, whatever the client held back. */
export const stall: Measure = {
  name: 'M5',
  async run() {
    return [await stalled('no cap', null), await stalled('10 in flight', 10)]
  },
}

async function stalled(name: string, cap: number | null): Promise<Row> {
  const mock = await Mock.start({ ttft: SERVICE * 1e3, stallAt: STALL_AT, stallFor: STALL })
  const load = { arrivals: 'constant', rate: `${RATE}/s`, duration: `${SECONDS}s`, ...(cap === null ? {} : { cap }) }
  const run = await runTailgate(mock, { output: 16, load }, RATE * SECONDS)
  await mock.stop()
  const truth = trueP99(cap ?? Number.POSITIVE_INFINITY)
  const said = run.figure('latency', 'p99')
  return {
    figure: `M5: stall of 2 s, ${name}: p99 from the schedule / truth`,
    bar: '1 ± 0.03',
    value: said / truth,
    unit: '',
    pass: Math.abs(said / truth - 1) <= 0.03,
    note: `said ${said.toFixed(0)} ms, true ${truth.toFixed(0)} ms`,
  }
}

/** The queue worked through by hand: due every 10 ms, served for 20 ms of the server's time, at most `cap` at once. */
function trueP99(cap: number): number {
  const ends: number[] = []
  const latencies: number[] = []
  for (let i = 0; i < RATE * SECONDS; i++) {
    const due = i / RATE
    const begin = i < cap ? due : Math.max(due, ends[i - cap])
    ends.push(served(begin))
    latencies.push(ends[i] - due)
  }
  latencies.sort((a, b) => a - b)
  return latencies[Math.ceil(latencies.length * 0.99) - 1] * 1e3
}

function served(begin: number): number {
  const resumed = STALL_AT + STALL
  if (begin + SERVICE < STALL_AT || begin >= resumed) return begin + SERVICE
  return begin < STALL_AT ? begin + SERVICE + STALL : resumed + SERVICE
}
