import type { Analysis } from '../../model/analysis.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Block } from '../../model/report.ts'
import { familyTable, PERCENTILE_STATS } from '../family-table.ts'
import { composeHeadline } from '../headline.ts'
import type { ComposeSection } from './section.ts'

const FAMILIES: readonly MetricName[] = [
  'ttft',
  'ttft.ok',
  'ttft.service',
  'tpot',
  'tpot.ok',
  'itl',
  'latency',
  'latency.ok',
  'latency.service',
]

const LEGEND = 'From due, over all offered, failures at +∞. .ok: only ok. .service: from send.'

/** The few large numbers, and the latency percentiles side by side on all three bases. */
export const composeFigures: ComposeSection = (analysis) => {
  const table = familyTable(analysis, 'Latency percentiles', FAMILIES)
  const blocks: Block[] = []
  const items = composeHeadline(analysis)
  if (items.length > 0) blocks.push({ kind: 'headline', items })
  if (table !== null) blocks.push(table, { kind: 'text', text: LEGEND + fewNote(analysis), tone: 'muted' })
  if (blocks.length === 0) blocks.push({ kind: 'text', text: 'No request was measured.', tone: 'warn' })
  return { id: 'figures', title: 'Key figures', essential: true, blocks }
}

function fewNote(analysis: Analysis): string {
  const few = analysis.figures.some(
    (figure) => figure.insufficient && FAMILIES.includes(figure.metric) && PERCENTILE_STATS.includes(figure.stat),
  )
  return few ? ' (few): too few values for this percentile, never gated.' : ''
}
