import { NS_PER_S, nanos } from '../../base/nanos.ts'
import type { Attribution, CounterReset, Mean, ServerTimes } from '../../model/attribution.ts'
import type { SeriesName } from '../../model/series.ts'
import { pathShares } from '../ccr.ts'
import { paidReplicas } from '../cost/fleet-size.ts'
import type { LogInput } from '../log-input.ts'
import type { Slice } from '../slice.ts'
import { isOk } from '../timing.ts'
import { counterDelta } from './counter-delta.ts'
import { inFlightGap } from './in-flight-gap.ts'
import { scrapeCosts } from './scrape-cost.ts'
import { type ServerSeries, serverSeries } from './server-series.ts'
import { tokenBooks } from './token-books.ts'
import { mbuOf, mfuOf, windowWork } from './utilization.ts'

/**
 * Where the time went, by the servers' own meters beside the client's: differences of counters over the window, per
 * replica and engine, then summed. null: no outside meter was read. docs/methodology.md §1
 */
export function attribute(log: LogInput, slice: Slice): Attribution | null {
  const { readings, requests, manifest } = log
  const { probes = [], hardware } = manifest.scenario
  if (readings.length === 0 && !hardware) return null
  const series = serverSeries(readings, probes)
  const restarts = restartsOf(series('process.start'))
  const resets: CounterReset[] = []
  const delta = (name: SeriesName): number | null => {
    const all = series(name)
    if (all.length === 0) return null
    return all.reduce((sum, one) => {
      const found = counterDelta(one, slice.view.window, restarts(one))
      resets.push(...found.resets.map((at) => ({ source: one.source, replica: one.replica, at: nanos(at) })))
      return sum + found.delta
    }, 0)
  }
  const times = serverTimes(delta, slice)
  const queries = delta('cache.queries')
  const hits = delta('cache.hits')
  const work = hardware ? windowWork(slice, hardware) : null
  const steps = delta('steps')
  const replicas = hardware ? paidReplicas(log) : 0
  const books = tokenBooks(requests, series('tokens.output'), restarts)
  return {
    times,
    shares: sharesOf(times),
    cache: queries === null || hits === null || queries === 0 ? null : { queries, hits },
    preemptions: delta('preemptions'),
    mfu: work && hardware ? mfuOf(work, slice, hardware, replicas) : null,
    mbu: work && hardware && steps !== null ? mbuOf(work, slice, hardware, replicas, steps) : null,
    inFlight: inFlightGap(requests, series('requests.running'), series('requests.waiting'), slice.view.window),
    tokens: books.tokens,
    tokensBecause: books.because,
    resets: distinct(resets),
    scrapes: scrapeCosts(readings, probes),
  }
}

type Delta = (name: SeriesName) => number | null

function serverTimes(delta: Delta, slice: Slice): ServerTimes {
  const mean = (series: 'e2e' | 'ttft' | 'queue' | 'prefill' | 'decode'): Mean | null => {
    const sum = delta(`${series}.sum`)
    const n = delta(`${series}.count`)
    return sum === null || n === null || !(n > 0) ? null : { mean: (sum / n) * NS_PER_S, n: Math.round(n) }
  }
  return {
    client: clientMean(slice),
    server: mean('e2e'),
    ttft: mean('ttft'),
    queue: mean('queue'),
    prefill: mean('prefill'),
    decode: mean('decode'),
  }
}

/** Mean time from send to end of ok requests that ended in the window: what the servers count as finished in it. */
function clientMean({ view: { requests, window }, everything }: Slice): Mean | null {
  let [sum, n] = [0, 0]
  for (const row of everything) {
    const done = requests.done[row]
    if (!isOk(requests, row) || done < window.from || done >= window.to) continue
    sum += done - requests.sent[row]
    n++
  }
  return n === 0 ? null : { mean: sum / n, n }
}

function sharesOf({ client, server, queue, prefill, decode }: ServerTimes): Attribution['shares'] {
  const all = pathShares({
    clientLatency: client?.mean ?? Number.NaN,
    serverLatency: server?.mean ?? Number.NaN,
    queue: queue?.mean ?? Number.NaN,
    prefill: prefill?.mean ?? Number.NaN,
    decode: decode?.mean ?? Number.NaN,
  })
  const known = (share: number) => (Number.isFinite(share) ? share : null)
  return { ccr: known(all.ccr), waitRatio: known(all.waitRatio), pathEfficiency: known(all.pathEfficiency) }
}

/** When another process began to answer for whom a series is of, ns. */
function restartsOf(starts: readonly ServerSeries[]): (of: ServerSeries) => number[] {
  return (of) =>
    starts
      .filter(({ source, labels }) => source === of.source && isPart(labels, of.labels))
      .flatMap(({ points }) => points.filter(({ value }, i) => i > 0 && value !== points[i - 1].value))
      .map(({ at }) => at)
}

const isPart = (labels: ServerSeries['labels'], of: ServerSeries['labels']): boolean =>
  Object.entries(labels).every(([label, value]) => of[label] === value)

function distinct(resets: readonly CounterReset[]): CounterReset[] {
  return [...new Map(resets.map((reset) => [JSON.stringify(reset), reset])).values()].sort((a, b) => a.at - b.at)
}
