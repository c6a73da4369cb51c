import type { Probe } from '../../model/probe.ts'
import type { Reading } from '../../model/run-log.ts'
import type { SeriesName } from '../../model/series.ts'

/** One series of one replica and engine, in order of time. */
export interface ServerSeries {
  source: string
  replica: string | null
  labels: NonNullable<Reading['labels']>
  points: readonly { at: number; value: number }[]
  /** Since when the source was read, whether it had this series or not. ns */
  readSince: number
}

type Found = ServerSeries & { rank: number; points: { at: number; value: number }[] }

/**
 * What the servers say under a name, each server once: a router that repeats its engines' numbers, and a second source
 * for a replica, are left out. Readings that differ in any label, as instances of a PromQL query do, are of different
 * series. docs/methodology.md §1
 */
export function serverSeries(
  readings: readonly Reading[],
  probes: readonly Probe[],
): (name: SeriesName) => ServerSeries[] {
  const byName = new Map<string, Map<string, Found>>()
  const readSince = new Map<string, number>()
  for (const { at, source, name, labels = {}, value } of readings) {
    const { replica = null, server = null } = labels
    const asked = `${source}\0${replica}`
    readSince.set(asked, Math.min(at, readSince.get(asked) ?? at))
    const group = byName.get(name) ?? new Map<string, Found>()
    byName.set(name, group)
    const key = `${asked}\0${JSON.stringify(Object.entries(labels).sort())}`
    const rank = server !== null ? 3 : replica !== null ? 0 : isScrape(source, probes) ? 1 : 2
    const series = group.get(key) ?? { source, replica: server ?? replica, labels, points: [], readSince: 0, rank }
    group.set(key, series)
    if (Number.isFinite(value)) series.points.push({ at, value })
    series.readSince = readSince.get(asked) ?? at
  }
  return (name) => {
    const all = [...(byName.get(name)?.values() ?? [])].filter(({ points }) => points.length > 0)
    for (const { points } of all) points.sort((a, b) => a.at - b.at)
    return onePerReplica(all)
  }
}

const isScrape = (source: string, probes: readonly Probe[]): boolean =>
  probes.find(({ name }) => name === source)?.kind === 'metrics'

/** Of the sources of a replica the one that read most often; replicas that are named before those that are not. */
function onePerReplica(all: readonly Found[]): Found[] {
  const best = Math.min(...all.map(({ rank }) => rank))
  const ranked = all.filter(({ rank }) => rank === best)
  if (best !== 0 && best !== 3) return ranked
  return [...Map.groupBy(ranked, ({ replica }) => replica).values()].flatMap((own) => {
    const size = (source: string) => own.reduce((n, one) => n + (one.source === source ? one.points.length : 0), 0)
    const [most] = [...new Set(own.map(({ source }) => source))].sort((a, b) => size(b) - size(a) || (a < b ? -1 : 1))
    return own.filter(({ source }) => source === most)
  })
}
