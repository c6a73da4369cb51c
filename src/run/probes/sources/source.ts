import type { SeriesName } from '../../../model/series.ts'

/** How one server or exporter names and measures what the log's series are about. */
export interface Source {
  /** What the names of its metrics begin with. */
  prefixes: readonly string[]
  /** Labels of which each value carries the same number once more: of them the largest counts, others are added up. */
  copies?: readonly string[]
  /** The label that tells engines of one replica apart, for what must not be added up over them. */
  engine?: string
  /** The label that names a server other than the one that was asked: what it says is then not about this replica. */
  other?: string
  /** Labels that may identify a device, the best first. */
  device?: readonly string[]
  /** Values from here on stand for "not available". */
  blank?: number
  rules: readonly Rule[]
}

/** Where a series comes from. Of rules that find the same series of the same device or engine the first counts. */
export interface Rule {
  series: SeriesName
  /** Names whose values are added up. Of a counter also with `_total` behind, as Python's and OpenMetrics' clients write. */
  from: readonly string[]
  /** Only samples with such labels; a label that a sample lacks reads ''. */
  where?: { readonly [label: string]: RegExp }
  /** From the metric's unit to the series'. */
  scale?: number
  /** A value per replica is the default. */
  per?: 'engine' | 'device'
  scope?: 'gpu' | 'cpu' | 'dram' | 'node'
}

/** A series of two: the sum over requests and their number, as histograms have them. */
export function totals(series: TotalsSeries, histogram: string, scale = 1): Rule[] {
  return [
    { series: `${series}.sum`, from: [`${histogram}_sum`], scale },
    { series: `${series}.count`, from: [`${histogram}_count`] },
  ]
}

type TotalsSeries = 'ttft' | 'e2e' | 'queue' | 'prefill' | 'decode'
