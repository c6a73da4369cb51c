import type { Analysis, Distribution } from '../../model/analysis.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Block, Chart } from '../../model/report.ts'
import { drawableBuckets } from '../drawable.ts'
import { findFigure } from '../find-figure.ts'
import { formatCount, formatValue } from '../format.ts'
import type { ComposeSection } from './section.ts'

/** How often each size came, on a logarithmic axis, with the median and the 99th percentile marked. */
export const composeDistributions: ComposeSection = (analysis) => {
  const blocks = analysis.distributions.flatMap((distribution) => blocksOf(analysis, distribution))
  if (blocks.length === 0) return null
  const words = blocks.filter(({ kind }) => kind === 'text')
  const charts = blocks.filter(({ kind }) => kind === 'chart')
  return { id: 'distributions', title: 'Distributions', essential: false, blocks: [...words, ...charts] }
}

function blocksOf(analysis: Analysis, distribution: Distribution): Block[] {
  const drawable = drawableBuckets(distribution)
  const blocks = zeroNote(distribution)
  if (drawable.length === 1) blocks.push(narrowNote(distribution, drawable[0]))
  if (drawable.length > 1) blocks.push({ kind: 'chart', chart: distributionChart(analysis, distribution, drawable) })
  return blocks
}

function distributionChart(analysis: Analysis, { metric, n }: Distribution, buckets: Distribution['buckets']): Chart {
  const { unit } = METRICS[metric]
  const most = buckets.reduce((tallest, bucket) => (bucket.count > tallest.count ? bucket : tallest))
  const things = thingsOf(metric)
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
    marks: marksOf(analysis, metric),
    limits: [],
  }
}

function marksOf(analysis: Analysis, metric: MetricName): Chart['marks'] {
  return (['p50', 'p99'] as const).flatMap((stat) => {
    const value = findFigure(analysis, metric, stat)?.value
    return value !== undefined && Number.isFinite(value) ? [{ x: value, label: stat }] : []
  })
}

/** Zero has no place on a logarithmic axis: what lies there is told in words. */
function zeroNote({ metric, n, buckets }: Distribution): Block[] {
  const zeros = buckets.find(({ from, count }) => from === 0 && count > 0)
  if (zeros === undefined) return []
  const why = METRICS[metric].of === 'gap' ? ', between tokens that came in one read' : ''
  const text = `${metric}: ${formatCount(zeros.count)} of ${formatCount(n)} ${thingsOf(metric)} are at zero${why}, and not drawn.`
  return [{ kind: 'text', text, tone: 'muted' }]
}

/** One bar is no picture. */
function narrowNote({ metric }: Distribution, { from, to, count }: Distribution['buckets'][number]): Block {
  const { unit } = METRICS[metric]
  const text = `${metric}: ${formatCount(count)} ${thingsOf(metric)} lie between ${formatValue(from, unit)} and ${formatValue(to, unit)}.`
  return { kind: 'text', text, tone: 'muted' }
}

function thingsOf(metric: MetricName): string {
  return METRICS[metric].of === 'gap' ? 'gaps' : 'requests'
}
