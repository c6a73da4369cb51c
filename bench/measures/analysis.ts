import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { type Load, runTailgate } from '../client.ts'
import { asClient } from '../cores.ts'
import { Mock } from '../mock.ts'
import { BUILT } from '../places.ts'
import type { Measure, Row } from './measure.ts'

const REQUESTS = 1_000_000
const STREAMS = 100_000
const TOKENS = 200
const LOOK_MILLIS = 20
const MOST_BYTES = 1.5e9

/** A stored run analyzed and reported anew: a million plain requests, and a hundred thousand streams of
 * which each came in one read, so that its tokens are one row. */
export const analysis: Measure = {
  name: 'analysis',
  async run() {
    const plain = await reported({ stream: false, load: { concurrency: 64, queries: REQUESTS } }, REQUESTS)
    const streams = await reported({ output: TOKENS, load: { concurrency: 64, queries: STREAMS } }, STREAMS)
    return [
      row('1 M requests', plain, 5),
      {
        figure: 'analysis of 1 M requests: most memory',
        bar: '≤ 1.5 GB',
        value: plain.bytes / 1e9,
        unit: 'GB',
        pass: plain.bytes <= MOST_BYTES,
        note: 'resident, whole process',
      },
      row('100 k requests × 200 tokens, an answer a read', streams, 10),
    ]
  },
}

const row = (what: string, { seconds, bytes }: Reported, bar: number): Row => ({
  figure: `analysis of ${what}`,
  bar: `≤ ${bar} s`,
  value: seconds,
  unit: 's',
  pass: seconds <= bar,
  note: `the whole of tailgate report --format json, at most ${(bytes / 1e9).toFixed(2)} GB`,
})

interface Reported {
  seconds: number
  /** Most resident memory. */
  bytes: number
}

async function reported(load: Load, requests: number): Promise<Reported> {
  const mock = await Mock.start({})
  let result: Reported = { seconds: Number.NaN, bytes: Number.NaN }
  const stored = async (folder: string) => {
    result = await report(folder)
  }
  await runTailgate(mock, { ...load, stored }, requests)
  await mock.stop()
  return result
}

async function report(folder: string): Promise<Reported> {
  const started = performance.now()
  const child = spawn(...asClient(process.execPath, [BUILT, 'report', folder, '--format', 'json']), {
    detached: true,
    stdio: 'ignore',
  })
  let bytes = 0
  const looking = setInterval(() => {
    bytes = peakOf(child.pid as number) ?? bytes
  }, LOOK_MILLIS)
  await once(child, 'close')
  clearInterval(looking)
  return { seconds: (performance.now() - started) / 1000, bytes }
}

/** Null once it is over. */
function peakOf(pid: number): number | null {
  try {
    const kilobytes = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    return kilobytes === undefined ? null : Number(kilobytes) * 1024
  } catch {
    return null
  }
}
