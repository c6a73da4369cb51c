import type { Figure } from '../../model/figure.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Block, Cell, Table } from '../../model/report.ts'
import type { Stat } from '../../model/slo.ts'
import { figureCell } from '../family-table.ts'
import { covers } from '../find-figure.ts'
import { formatCount } from '../format.ts'
import type { ComposeSection } from './section.ts'

/** Every figure of the run as a whole, so that nothing computed is left unsaid; other definitions are named. */
export const composeOtherFigures: ComposeSection = (analysis) => {
  const figures = analysis.figures.filter((figure) => covers(figure))
  const own = figures.filter((figure) => figure.definition === undefined)
  const tables = [
    valueTable(own.filter(({ stat }) => stat === 'value')),
    statTable(own.filter(({ stat }) => stat !== 'value')),
    definitionTable(figures.filter((figure) => figure.definition !== undefined)),
  ]
  const blocks: Block[] = tables.filter((table) => table !== null)
  return blocks.length === 0 ? null : { id: 'all-figures', title: 'All figures', essential: false, blocks }
}

function valueTable(figures: readonly Figure[]): Table | null {
  const rows = inCatalogOrder(figures).map((figure): Cell[] => [
    figure.metric,
    figureCell(figure),
    formatCount(figure.n),
  ])
  return tableOf('Figures of the run as a whole', ['metric'], ['value', 'n'], rows)
}

function statTable(figures: readonly Figure[]): Table | null {
  const stats = [...new Set(figures.map(({ stat }) => stat))].sort((a, b) => rank(a) - rank(b))
  const metrics = [...new Set(inCatalogOrder(figures).map(({ metric }) => metric))]
  const rows = metrics.map((metric): Cell[] => {
    const own = figures.filter((figure) => figure.metric === metric)
    const cells = stats.map((stat) => figureCell(own.find((figure) => figure.stat === stat)))
    return [metric, formatCount(own[0].n), ...cells]
  })
  return tableOf('Figures over requests and gaps', ['metric'], ['n', ...stats], rows)
}

function definitionTable(figures: readonly Figure[]): Table | null {
  const rows = inCatalogOrder(figures).map((figure): Cell[] => [
    figure.metric,
    `${figure.stat} as ${figure.definition} defines it`,
    figureCell(figure),
    formatCount(figure.n),
  ])
  return tableOf('Percentiles by other definitions', ['metric', 'statistic'], ['value', 'n'], rows)
}

function tableOf(caption: string, left: string[], right: string[], rows: Cell[][]): Table | null {
  if (rows.length === 0) return null
  const columns: Table['columns'] = [
    ...left.map((label) => ({ label, align: 'left' as const })),
    ...right.map((label) => ({ label, align: 'right' as const })),
  ]
  return { kind: 'table', caption, columns, rows }
}

/** Moments and the least first, percentiles by size, the greatest last. */
function rank(stat: Stat): number {
  if (stat.startsWith('p')) return Number(stat.slice(1))
  return { value: -4, mean: -3, stddev: -2, min: -1, max: 101 }[stat as 'value' | 'mean' | 'stddev' | 'min' | 'max']
}

function inCatalogOrder(figures: readonly Figure[]): Figure[] {
  const order = Object.keys(METRICS) as MetricName[]
  return figures.toSorted((a, b) => order.indexOf(a.metric) - order.indexOf(b.metric))
}
