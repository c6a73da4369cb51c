import type { Analysis } from '../model/analysis.ts'
import type { MetricName } from '../model/metric.ts'
import type { Cell, Table } from '../model/report.ts'
import type { Stat } from '../model/slo.ts'
import { figureCell } from './family-table.ts'
import { findFigure } from './find-figure.ts'
import { formatCount } from './format.ts'

const COLUMNS: readonly { label: string; metric: MetricName; stat: Stat }[] = [
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
  const shown = COLUMNS.filter(({ metric, stat }) =>
    names.some((name) => findFigure(analysis, metric, stat, { [by]: name })),
  )
  if (names.length === 0 || shown.length === 0) return null
  return {
    kind: 'table',
    caption: `Figures by ${by}`,
    columns: [
      { label: by, align: 'left' },
      { label: 'n', align: 'right' },
      ...shown.map(({ label }) => ({ label, align: 'right' as const })),
    ],
    rows: names.map((name): Cell[] => {
      const figures = shown.map(({ metric, stat }) => findFigure(analysis, metric, stat, { [by]: name }))
      const n = Math.max(...figures.map((figure) => figure?.n ?? 0))
      return [{ text: name, verbatim: true }, formatCount(n), ...figures.map(figureCell)]
    }),
  }
}
