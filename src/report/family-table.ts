import type { Analysis } from '../model/analysis.ts'
import type { Figure } from '../model/figure.ts'
import type { MetricName } from '../model/metric.ts'
import type { Cell, Table } from '../model/report.ts'
import type { Stat } from '../model/slo.ts'
import { findFigure, type Part } from './find-figure.ts'
import { formatCount, formatFigure, formatShare, INFINITE, NONE } from './format.ts'

/** The percentiles every report prints. */
export const PERCENTILE_STATS: readonly Stat[] = ['p50', 'p90', 'p99', 'p99.9']

/** A row per metric that has any of the percentiles: its n, then each percentile. Null when no metric has one. */
export function familyTable(
  analysis: Analysis,
  caption: string,
  metrics: readonly MetricName[],
  part: Part = {},
): Table | null {
  const rows = metrics.map((metric) => familyRow(analysis, metric, part)).filter((row) => row !== null)
  if (rows.length === 0) return null
  return {
    kind: 'table',
    caption,
    columns: [
      { label: 'metric', align: 'left' },
      { label: 'n', align: 'right' },
      ...PERCENTILE_STATS.map((stat) => ({ label: stat, align: 'right' as const })),
    ],
    rows,
  }
}

function familyRow(analysis: Analysis, metric: MetricName, part: Part): Cell[] | null {
  const figures = PERCENTILE_STATS.map((stat) => findFigure(analysis, metric, stat, part))
  const first = figures.find((figure) => figure !== undefined)
  if (first === undefined) return null
  return [metric, formatCount(first.n), ...figures.map(figureCell)]
}

/** A figure as a cell: its interval beside it, muted when too few, marked when it lies among failures. */
export function figureCell(figure: Figure | undefined): Cell {
  const text = formatFigure(figure)
  if (figure === undefined || text === NONE) return { text: NONE, tone: 'muted' }
  const { interval } = figure
  const edge = (value: number) => formatFigure({ ...figure, value })
  const note = interval && { note: `${edge(interval.low)} to ${edge(interval.high)} at ${formatShare(interval.level)}` }
  if (figure.insufficient) return { text, tone: 'muted', ...note }
  return text === INFINITE ? { text, tone: 'bad', ...note } : note ? { text, ...note } : text
}
