import type { Analysis } from '../model/analysis.ts'
import type { MetricName } from '../model/metric.ts'
import type { Cell, Table } from '../model/report.ts'
import type { Stat } from '../model/slo.ts'
import { figureCell } from './family-table.ts'
import { findFigure, type Part } from './find-figure.ts'
import { formatCount, formatNumber, formatShare, NONE } from './format.ts'

interface Column {
  label: string
  metric: MetricName
  stat: Stat
}

const COLUMNS: readonly Column[] = [
  { label: 'in flight', metric: 'concurrency', stat: 'value' },
  { label: 'throughput', metric: 'throughput', stat: 'value' },
  { label: 'goodput', metric: 'goodput', stat: 'value' },
  { label: 'attainment', metric: 'attainment', stat: 'value' },
  { label: 'failed', metric: 'failed', stat: 'value' },
  { label: 'ttft p50', metric: 'ttft', stat: 'p50' },
  { label: 'ttft p99', metric: 'ttft', stat: 'p99' },
  { label: 'tpot p99', metric: 'tpot', stat: 'p99' },
  { label: 'latency p99', metric: 'latency', stat: 'p99' },
]

/** The same figures for each replica, or each stream, side by side. Null where there are none. */
export function splitTable(analysis: Analysis, by: 'replica' | 'stream'): Table | null {
  const names = [...new Set(analysis.figures.map(({ over }) => over[by]).filter((name) => name !== undefined))].sort()
  const figure = ({ metric, stat }: Column, name: string) => findFigure(analysis, metric, stat, { [by]: name })
  const shown = COLUMNS.filter((column) => names.some((name) => figure(column, name)))
  if (names.length === 0 || shown.length === 0) return null
  const counts = names.map((name) => requestsOf(analysis, { [by]: name }, shown))
  const all = counts.reduce((sum, n) => sum + n, 0)
  return {
    kind: 'table',
    caption: `Figures by ${by}`,
    columns: [
      { label: by, align: 'left' },
      ...['n', 'share', ...shown.map(({ label }) => label)].map((label) => ({ label, align: 'right' as const })),
    ],
    rows: names.map((name, i): Cell[] => [
      { text: name, verbatim: true },
      formatCount(counts[i]),
      formatShare(all === 0 ? Number.NaN : counts[i] / all),
      ...shown.map((column) => figureCell(figure(column, name))),
    ]),
    ...(by === 'replica' &&
      names.length > 1 && {
        totals: [
          [
            'max / mean',
            imbalance(counts),
            '',
            ...shown.map((column) => imbalance(names.map((name) => figure(column, name)?.value ?? Number.NaN))),
          ],
        ],
      }),
  }
}

/** Requests due in the window; where nobody counted them, the most that any of the figures is over. */
function requestsOf(analysis: Analysis, part: Part, shown: readonly Column[]): number {
  const offered = findFigure(analysis, 'offered', 'value', part)
  return offered?.n ?? Math.max(...shown.map(({ metric, stat }) => findFigure(analysis, metric, stat, part)?.n ?? 0))
}

/** How far the greatest is above the mean: 1 is even. */
function imbalance(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length
  const ratio = Math.max(...values) / mean
  return Number.isFinite(ratio) ? formatNumber(ratio) : NONE
}
