import type { Analysis } from '../../model/analysis.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Cell } from '../../model/report.ts'
import type { Verdict } from '../../model/verdict.ts'
import type { ComposeSection } from './section.ts'

/** What each name in this report means, and no other. */
export const composeGlossary: ComposeSection = (analysis, verdict) => {
  const used = usedMetrics(analysis, verdict)
  const names = (Object.keys(METRICS) as MetricName[]).filter((name) => used.has(name))
  if (names.length === 0) return null
  return {
    id: 'glossary',
    title: 'Glossary',
    essential: false,
    blocks: [
      {
        kind: 'table',
        caption: 'Definitions of the metrics in this report',
        columns: [
          { label: 'metric', align: 'left' },
          { label: 'definition', align: 'left' },
          { label: 'unit', align: 'left' },
          { label: 'better', align: 'left' },
          { label: 'methodology', align: 'left' },
        ],
        rows: names.map(glossaryRow),
      },
    ],
  }
}

function glossaryRow(name: MetricName): Cell[] {
  const { definition, unit, better, section } = METRICS[name]
  return [name, definition, unit, better, `§${section}`]
}

function usedMetrics({ figures, curves, distributions }: Analysis, { checks }: Verdict): ReadonlySet<MetricName> {
  return new Set([
    ...figures.map(({ metric }) => metric),
    ...curves.map(({ metric }) => metric),
    ...distributions.map(({ metric }) => metric),
    ...checks.map(({ slo }) => slo.metric),
  ])
}
