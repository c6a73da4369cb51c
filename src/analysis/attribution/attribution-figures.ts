import type { Attribution, Mean } from '../../model/attribution.ts'
import type { Figure } from '../../model/figure.ts'
import type { MetricName } from '../../model/metric.ts'
import { single } from '../figures.ts'
import type { Slice } from '../slice.ts'

/** The servers' own means, what they share with the client's, and how well the hardware was used. docs/methodology.md §1 */
export function attributionFigures(slice: Slice, attribution: Attribution): Figure[] {
  const { times, shares, cache, preemptions, mfu, mbu, inFlight } = attribution
  const { client, server, queue, prefill, decode } = times
  const n = Math.min(client?.n ?? 0, (prefill ?? server)?.n ?? 0)
  const known = (metric: MetricName, value: number | null | undefined, count: number): Figure[] =>
    value === null || value === undefined || !Number.isFinite(value) ? [] : [single(slice, metric, value, count)]
  const mean = (metric: MetricName, time: Mean | null): Figure[] => known(metric, time?.mean, time?.n ?? 0)
  return [
    ...mean('queue.mean', queue),
    ...mean('prefill.mean', prefill),
    ...mean('decode.mean', decode),
    ...mean('server.ttft.mean', times.ttft),
    ...mean('server.latency.mean', server),
    ...known('network.mean', client && server && client.mean - server.mean, n),
    ...known('ccr', shares.ccr, n),
    ...known('wait.ratio', shares.waitRatio, queue?.n ?? 0),
    ...known('path.efficiency', shares.pathEfficiency, n),
    ...known('cache.hit-rate', cache && cache.hits / cache.queries, Math.round(cache?.queries ?? 0)),
    ...known('preemptions', preemptions, slice.everything.length),
    ...known('in-flight.gap', inFlight?.mean, inFlight?.n ?? 0),
    ...known('in-flight.gap', inFlight?.max, inFlight?.n ?? 0).map((figure) => ({
      ...figure,
      stat: 'max' as const,
    })),
    ...known('mfu', mfu, slice.everything.length),
    ...known('mbu', mbu, slice.everything.length),
  ]
}
