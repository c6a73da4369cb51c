import { NS_PER_MS, NS_PER_S } from '../base/nanos.ts'
import type { RequestColumns } from '../model/columns.ts'
import { Histogram } from '../stats/histogram.ts'
import { type HlogInterval, writeHlog } from '../stats/hlog.ts'
import type { LogInput } from './log-input.ts'
import { rowIndex } from './row-index.ts'
import { isMeasured, isOk, TIMINGS, type TimingName } from './timing.ts'
import { measuredWindow } from './window.ts'

const TIMED: readonly TimingName[] = ['ttft', 'ttft.service', 'tpot', 'latency', 'latency.service', 'stall', 'lag']

/**
 * The measured requests of a run as an HdrHistogram log that other tools read: an interval for each second of due time,
 * a tag for each metric and class of outcome (`ttft-ok`, `latency-failed`), and the gaps of the whole window as `itl-ok`.
 * Values are ns, printed maxima ms; seconds count from the run's zero. docs/methodology.md §5
 */
export async function exportHlog(log: LogInput): Promise<string> {
  const header = {
    writer: `tailgate ${log.manifest.tailgate}`,
    startTime: Date.parse(log.manifest.started) / 1000,
    maxUnitRatio: NS_PER_MS,
  }
  const gaps = await gapInterval(log)
  return writeHlog(header, intervals(log.requests, gaps))
}

/** One at a time: a histogram is encoded before the next is made. */
function* intervals(requests: RequestColumns, gaps: HlogInterval | null): Generator<HlogInterval> {
  if (gaps !== null) yield gaps
  yield* requestIntervals(requests)
}

function* requestIntervals(requests: RequestColumns): Generator<HlogInterval> {
  for (const rows of bySecond(requests)) {
    const start = Math.floor(requests.due[rows[0]] / NS_PER_S)
    for (const outcome of ['ok', 'failed'] as const) {
      const ended = rows.filter((row) => isOk(requests, row) === (outcome === 'ok'))
      for (const name of TIMED) {
        const histogram = histogramOf(ended, TIMINGS[name](requests))
        if (histogram.n > 0) yield { tag: `${name}-${outcome}`, start: Math.max(0, start), length: 1, histogram }
      }
    }
  }
}

function histogramOf(rows: Int32Array, value: (row: number) => number): Histogram {
  const histogram = new Histogram()
  for (const row of rows) if (value(row) >= 0) histogram.record(Math.round(value(row)))
  return histogram
}

/** Rows of measured requests in the order they were due, a second at a time. */
function* bySecond(requests: RequestColumns): Generator<Int32Array> {
  const rows = Int32Array.from({ length: requests.rows }, (_, row) => row)
    .filter((row) => isMeasured(requests, row))
    .sort((a, b) => requests.due[a] - requests.due[b])
  const second = (index: number) => Math.floor(requests.due[rows[index]] / NS_PER_S)
  let from = 0
  for (let i = 1; i <= rows.length; i++) {
    if (i < rows.length && second(i) === second(from)) continue
    yield rows.subarray(from, i)
    from = i
  }
}

async function gapInterval(log: LogInput): Promise<HlogInterval | null> {
  const { requests } = log
  const { from, to } = measuredWindow(log)
  const histogram = new Histogram()
  const rowOf = rowIndex(requests)
  for await (const { request, gap, events, rows } of log.tokens) {
    for (let i = 0; i < rows; i++) {
      const row = rowOf(request[i])
      if (row < 0 || !isOk(requests, row) || !isMeasured(requests, row)) continue
      if (gap[i] >= 0) histogram.record(gap[i])
      if (events[i] > 1) histogram.record(0, events[i] - 1)
    }
  }
  if (histogram.n === 0) return null
  return { tag: 'itl-ok', start: Math.max(0, from / NS_PER_S), length: (to - from) / NS_PER_S, histogram }
}
