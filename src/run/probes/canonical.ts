import { SERIES, type SeriesName } from '../../model/series.ts'
import type { MeterValue } from './meter.ts'
import type { Labels, MetricSample } from './sample-line.ts'
import { sources } from './sources/index.ts'
import type { Rule, Source } from './sources/source.ts'

/** From here on an integer stands for "not available" in every exporter seen. */
const BLANK = 9.22e18

const TABLES = Object.values(sources)
const WANTED: ReadonlySet<string> = new Set(TABLES.flatMap(({ rules }) => rules.flatMap(spellings)))
const PREFIXES = TABLES.flatMap(({ prefixes }) => prefixes)

/** Whether some series comes from a metric of this name. */
export const isWanted = (metric: string): boolean => WANTED.has(metric)

/** Whether the name is one of a server or exporter that is known. */
export const isKnown = (metric: string): boolean => PREFIXES.some((prefix) => metric.startsWith(prefix))

/**
 * The series of a scrape, by the tables of all servers and exporters of which it holds names. What a scrape does not
 * hold has no value: nothing is taken for zero.
 */
export function canonicalValues(samples: readonly MetricSample[]): MeterValue[] {
  const byName = Map.groupBy(samples, ({ name }) => name)
  const found = new Map<string, MeterValue>()
  for (const source of TABLES) {
    for (const rule of source.rules) {
      for (const value of valuesOf(rule, source, byName)) {
        const key = `${value.name} ${JSON.stringify(value.labels)}`
        if (!found.has(key)) found.set(key, value)
      }
    }
  }
  return [...found.values()]
}

/** What a metric read by its own name says of a series: the value in the series' unit and labels; null: not known. */
export function canonicalValue(sample: MetricSample, series: string): MeterValue | null {
  return canonicalValues([sample]).find(({ name }) => name === series) ?? null
}

function valuesOf(rule: Rule, source: Source, byName: ReadonlyMap<string, MetricSample[]>): MeterValue[] {
  const samples = rule.from
    .flatMap((name) => byName.get(name) ?? (isCounter(rule.series) ? byName.get(`${name}_total`) : undefined) ?? [])
    .filter(({ labels, value }) => isMet(rule, labels) && Number.isFinite(value) && value < (source.blank ?? BLANK))
  if (samples.length === 0) return []
  const engines = new Set(samples.map(({ labels }) => labels[source.engine ?? '']))
  const groups = Map.groupBy(samples, ({ labels }) => JSON.stringify(labelsOf(rule, source, labels, engines.size > 1)))
  return [...groups].map(([labels, members]) => ({
    name: rule.series,
    labels: JSON.parse(labels) as Labels,
    value: (rule.per === 'device' ? largest(members) : sumWithoutCopies(members, source)) * (rule.scale ?? 1),
  }))
}

function isCounter(series: SeriesName): boolean {
  return SERIES[series].kind === 'counter'
}

function spellings({ series, from }: Rule): string[] {
  return isCounter(series) ? from.flatMap((name) => [name, `${name}_total`]) : [...from]
}

const isMet = ({ where = {} }: Rule, labels: Labels): boolean =>
  Object.entries(where).every(([label, pattern]) => pattern.test(labels[label] ?? ''))

function labelsOf({ per, scope }: Rule, { engine, device, other }: Source, labels: Labels, several: boolean): Labels {
  const id = per === 'device' ? device?.map((label) => labels[label]).find(Boolean) : undefined
  const elsewhere = other === undefined ? undefined : labels[other]
  return {
    ...(id && { device: id }),
    ...(scope && { scope }),
    ...(per === 'engine' && several && engine && { engine: labels[engine] ?? '' }),
    ...(elsewhere && { server: elsewhere }),
  }
}

const largest = (samples: readonly MetricSample[]): number =>
  samples.reduce((most, { value }) => Math.max(most, value), Number.NEGATIVE_INFINITY)

function sumWithoutCopies(samples: readonly MetricSample[], { copies = [] }: Source): number {
  const distinct = Map.groupBy(samples, ({ name, labels }) =>
    JSON.stringify([
      name,
      ...Object.entries(labels)
        .filter(([label]) => !copies.includes(label))
        .sort(byLabel),
    ]),
  )
  return [...distinct.values()].reduce((sum, same) => sum + largest(same), 0)
}

const byLabel = ([a]: [string, string], [b]: [string, string]): number => (a < b ? -1 : a > b ? 1 : 0)
