import { cutOff } from '../analysis/cut-off.ts'
import { rowIndex } from '../analysis/row-index.ts'
import { isOfCohort } from '../analysis/slices.ts'
import { isOk, TIMINGS } from '../analysis/timing.ts'
import { NS_PER_MS, NS_PER_S } from '../base/nanos.ts'
import type { RunLog } from '../log/reader.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import { Histogram, type HistogramConfig, NANOS_RANGE } from '../stats/histogram.ts'
import { type HlogInterval, writeHlog } from '../stats/hlog.ts'
import type { ReadRun } from './read-run.ts'

/** Values of one tag by whole seconds of the run's clock. */
type Seconds = Map<number, number[]>

/**
 * The measured requests of a run as an HdrHistogram log, in nanoseconds: one tag per metric and outcome class
 * (`latency.ok`, `latency.failed`), one interval per second in which a value came to be, in order of time. Failed
 * requests have what they came to: a time to failure, a first token where one came. docs/methodology.md §5
 */
export async function hlogOf({ log, analysis }: Pick<ReadRun, 'log' | 'analysis'>): Promise<string> {
  const { manifest, requests } = log
  const tags = new Tags()
  const cohort = cohortOf(log, analysis.window)
  addRequests(tags, requests, cohort, manifest.scenario.request.stream)
  if (manifest.scenario.request.stream) await addGaps(tags, log, cohort)
  const header = {
    writer: `Tailgate ${manifest.tailgate}`,
    startTime: Date.parse(manifest.started) / 1000,
    maxUnitRatio: NS_PER_MS,
  }
  return writeHlog(header, tags.intervals())
}

/** 1 for each row of the measured cohort: the one that every figure of the report is over. */
function cohortOf(log: RunLog, window: ReadRun['analysis']['window']): Uint8Array {
  const { requests } = log
  const unasked = cutOff(log)
  const belongs = (row: number) => isOfCohort(requests, row, window) && !unasked(row)
  return Uint8Array.from({ length: requests.rows }, (_, row) => (belongs(row) ? 1 : 0))
}

function addRequests(tags: Tags, requests: RequestColumns, cohort: Uint8Array, streamed: boolean): void {
  const { sent, first_token, last_token, done } = requests
  const timings = [
    { metric: 'latency', value: TIMINGS.latency(requests), at: done },
    { metric: 'latency.service', value: TIMINGS['latency.service'](requests), at: done },
    { metric: 'lag', value: TIMINGS.lag(requests), at: sent },
    ...(streamed
      ? [
          { metric: 'ttft', value: TIMINGS.ttft(requests), at: first_token },
          { metric: 'ttft.service', value: TIMINGS['ttft.service'](requests), at: first_token },
          { metric: 'tpot', value: TIMINGS.tpot(requests), at: done },
          { metric: 'stall', value: TIMINGS.stall(requests), at: last_token },
        ]
      : []),
  ]
  for (const { metric, value, at } of timings) {
    for (let row = 0; row < requests.rows; row++) {
      if (cohort[row] === 1) tags.add(`${metric}.${classOf(requests, row)}`, at[row], value(row))
    }
  }
}

/** Every gap between token events, as `itl` has them: what one read brought after its first event came after no gap. */
async function addGaps(tags: Tags, { requests, tokens }: RunLog, cohort: Uint8Array): Promise<void> {
  const rowOf = rowIndex(requests)
  for await (const part of tokens) addPart(part)

  function addPart({ rows, request, at, gap, events }: TokenColumns): void {
    for (let i = 0; i < rows; i++) {
      const row = rowOf(request[i])
      if (row < 0 || cohort[row] === 0) continue
      const tag = `itl.${classOf(requests, row)}`
      tags.add(tag, at[i], gap[i])
      for (let more = 1; more < events[i]; more++) tags.add(tag, at[i], 0)
    }
  }
}

const classOf = (requests: RequestColumns, row: number): 'ok' | 'failed' => (isOk(requests, row) ? 'ok' : 'failed')

class Tags {
  readonly #values = new Map<string, Seconds>()
  #largest = 0

  /** @param at instant on the run's clock, ns; @param value ns, NaN where there is none */
  add(tag: string, at: number, value: number): void {
    if (Number.isNaN(value)) return
    const seconds = valueOr(this.#values, tag, () => new Map())
    valueOr(seconds, Math.floor(at / NS_PER_S), () => []).push(Math.max(0, value))
    if (value > this.#largest) this.#largest = value
  }

  /** One histogram at a time is in memory. Their range is wide enough for every value: the format has no place beside. */
  *intervals(): Generator<HlogInterval> {
    const config = { ...NANOS_RANGE, highest: Math.max(NANOS_RANGE.highest, this.#largest) }
    const seconds = new Set([...this.#values.values()].flatMap((tag) => [...tag.keys()]))
    for (const start of [...seconds].sort((a, b) => a - b)) {
      for (const [tag, values] of this.#values) {
        const inSecond = values.get(start)
        if (inSecond !== undefined) yield { tag, start, length: 1, histogram: histogramOf(inSecond, config) }
      }
    }
  }
}

function histogramOf(values: readonly number[], config: HistogramConfig): Histogram {
  const histogram = new Histogram(config)
  for (const value of values) histogram.record(value)
  return histogram
}

function valueOr<K, V>(map: Map<K, V>, key: K, make: () => V): V {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
