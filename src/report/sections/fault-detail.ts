import type { Analysis } from '../../model/analysis.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Block, Cell, Table } from '../../model/report.ts'
import { figureCell } from '../family-table.ts'
import { hitTable, milestoneTable, tailTable } from '../fault-tables.ts'
import { findFigure } from '../find-figure.ts'
import { formatShare, formatValue } from '../format.ts'
import { roundName } from '../round-name.ts'
import type { ComposeSection } from './section.ts'

const NOTE =
  'Seconds are those of the grid that begins with the fault, by when requests were due. Lost requests and delay are signed sums over the reference before the fault.'

/** Every measure of every fault: the figures, who was hit, and when what happened. */
export const composeFaultDetail: ComposeSection = (analysis) => {
  const { impacts } = analysis
  if (impacts.length === 0) return null
  const blocks: Block[] = [{ kind: 'text', text: NOTE, tone: 'muted' }]
  blocks.push(measureTable(analysis), hitTable(impacts), milestoneTable(impacts))
  const tail = tailTable(impacts)
  if (tail !== null) blocks.push(tail)
  for (const text of withoutTexts(analysis)) blocks.push({ kind: 'text', text })
  return { id: 'fault-detail', title: 'The fault in numbers', essential: false, blocks }
}

function measureTable(analysis: Analysis): Table {
  const several = analysis.impacts.length > 1
  const stats = several ? (['value', 'p50', 'min', 'max'] as const) : (['value'] as const)
  const heads = several ? ['worst', 'median', 'least', 'greatest'] : ['value']
  const names = (Object.keys(METRICS) as MetricName[]).filter(
    (name) => METRICS[name].of === 'fault' && findFigure(analysis, name, 'value') !== undefined,
  )
  return {
    kind: 'table',
    caption: several ? 'Measures over all rounds' : 'Measures',
    columns: [
      { label: 'measure', align: 'left' },
      { label: 'rounds', align: 'right' },
      ...heads.map((label) => ({ label, align: 'right' as const })),
    ],
    rows: names.map((name): Cell[] => [
      name,
      String(findFigure(analysis, name, 'value')?.n),
      ...stats.map((stat) => figureCell(findFigure(analysis, name, stat) ?? findFigure(analysis, name, 'value'))),
    ]),
  }
}

/** What the fleet was without the replica, and whether that is more than its share. */
function withoutTexts({ impacts }: Analysis): string[] {
  return impacts.flatMap((impact) => {
    const { without } = impact
    if (without === null) return []
    const against = without.against === 'n-1' ? 'of a fleet of one replica less' : 'before the fault'
    const { low, high } = without.interval
    const range = `${formatShare(low)} to ${formatShare(high)} at 90%`
    const name = roundName(impact, impacts)
    return [
      `${name}: without it goodput was ${formatValue(without.goodput, '1/s')}, ${formatShare(without.ratio)} (${range}) of that ${against}: ${VERDICTS[without.verdict]}.`,
    ]
  })
}

const VERDICTS = {
  equivalent: 'equivalent within 5%',
  lower: 'lower',
  higher: 'higher',
  undecided: 'not decided',
} as const
