import type { Distribution } from '../../model/analysis.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Block, Chart } from '../../model/report.ts'
import { findFigure } from '../find-figure.ts'
import { formatCount, formatValue } from '../format.ts'
import type { ComposeSection } from './section.ts'

/** How often each size came, on a logarithmic axis, with the median and the 99th percentile marked. */
export const composeDistributions: ComposeSection = (analysis) => {
  const shown = analysis.distributions
    .map(withoutZeros)
    .map(trim)
    .filter(({ buckets }) => buckets.length > 0)
  if (shown.length === 0) return null
  const marksOf = (metric: MetricName) =>
    (['p50', 'p99'] as const).flatMap((stat) => {
      const value = findFigure(analysis, metric, stat)?.value
      return value !== undefined && Number.isFinite(value) ? [{ x: value, label: stat }] : []
    })
  return {
    id: 'distributions',
    title: 'Distributions',
    essential: false,
    blocks: [
      ...analysis.distributions.flatMap(zeroNote),
      ...shown.map((distribution) => ({
        kind: 'chart' as const,
        chart: distributionChart(distribution, marksOf(distribution.metric)),
      })),
    ],
  }
}

function distributionChart({ metric, n, buckets }: Distribution, marks: Chart['marks']): Chart {
  const { unit, of } = METRICS[metric]
  const most = buckets.reduce((tallest, bucket) => (bucket.count > tallest.count ? bucket : tallest))
  const things = of === 'gap' ? 'gaps' : 'requests'
  return {
    id: `distribution-${metric.replaceAll('.', '-')}`,
    title: `${metric}: ${things} by size`,
    alt: `${formatCount(n)} ${things} by ${metric}; most lie between ${formatValue(most.from, unit)} and ${formatValue(most.to, unit)}.`,
    x: { label: metric, scale: 'log', unit },
    y: { label: things, scale: 'linear', unit: 'count' },
    series: [
      {
        name: things,
        shape: 'bar',
        points: buckets.map(({ from, count }) => [from, count] as const),
        upper: buckets.map(({ to, count }) => [to, count] as const),
      },
    ],
    marks,
    limits: [],
  }
}

/** Zero has no place on a logarithmic axis: what lies there is told in words. */
function withoutZeros(distribution: Distribution): Distribution {
  return { ...distribution, buckets: distribution.buckets.filter(({ from }) => from > 0) }
}

function zeroNote({ metric, n, buckets }: Distribution): Block[] {
  const zeros = buckets.find(({ from, count }) => from === 0 && count > 0)
  if (zeros === undefined) return []
  const what = METRICS[metric].of === 'gap' ? 'gaps between tokens that came together' : 'values'
  const text = `${metric}: ${formatCount(zeros.count)} of ${formatCount(n)} are ${what}, below ${formatValue(zeros.to, METRICS[metric].unit)}, and not drawn.`
  return [{ kind: 'text', text, tone: 'muted' }]
}

/** Without the empty buckets at both ends. */
function trim(distribution: Distribution): Distribution {
  const { buckets } = distribution
  const first = buckets.findIndex(({ count }) => count > 0)
  const last = buckets.findLastIndex(({ count }) => count > 0)
  return { ...distribution, buckets: first < 0 ? [] : buckets.slice(first, last + 1) }
}
