import type { Analysis } from '../../model/analysis.ts'
import type { MetricName } from '../../model/metric.ts'
import type { Block, Fact } from '../../model/report.ts'
import { dipChart } from '../dip-chart.ts'
import { faultSentence } from '../fault-sentence.ts'
import { findFigure } from '../find-figure.ts'
import { formatFigure } from '../format.ts'
import type { ComposeSection } from './section.ts'

const MOST_SHOWN = 6

const SHOWN: readonly { label: string; metric: MetricName }[] = [
  { label: 'recovery', metric: 'recovery' },
  { label: 'detection', metric: 'detection' },
  { label: 'eviction', metric: 'eviction' },
  { label: 'unavailable', metric: 'unavailable' },
  { label: 'dip', metric: 'dip' },
  { label: 'lost', metric: 'lost.requests' },
  { label: 'good after', metric: 'goodput.after' },
  { label: 'readmission', metric: 'readmission' },
]

/** What the faults did to the clients: one plain sentence each, the few numbers, and the dip as a picture. */
export const composeFaults: ComposeSection = (analysis) => {
  const { impacts, manifest } = analysis
  if (impacts.length === 0) return null
  const { tolerance } = manifest.scenario.reliability
  const blocks: Block[] = impacts
    .slice(0, MOST_SHOWN)
    .map((impact) => ({ kind: 'text', text: faultSentence(impact, tolerance) }))
  const more = impacts.length - MOST_SHOWN
  if (more > 0) blocks.push({ kind: 'text', text: `${more} more rounds are in the tables.` })
  const facts = SHOWN.flatMap(({ label, metric }) => factOf(analysis, label, metric))
  if (facts.length > 0) blocks.push({ kind: 'facts', facts })
  for (const impact of impacts.slice(0, MOST_SHOWN)) blocks.push({ kind: 'chart', chart: dipChart(impact, impacts) })
  return {
    id: 'faults',
    title: impacts.length === 1 ? 'What the fault did' : 'What the faults did',
    essential: true,
    blocks,
  }
}

/** The worst round, with median and range where there are several. */
function factOf(analysis: Analysis, label: string, metric: MetricName): Fact[] {
  const worst = findFigure(analysis, metric, 'value')
  if (worst === undefined) return []
  const value = formatFigure(worst)
  if (worst.n === 1) return [{ label, value }]
  const [median, min, max] = (['p50', 'min', 'max'] as const).map((stat) =>
    formatFigure(findFigure(analysis, metric, stat)),
  )
  return [{ label, value, note: `worst of ${worst.n}, median ${median}, ${min} to ${max}` }]
}
