import type { Analysis, Curve } from '../../model/analysis.ts'
import { METRICS, type MetricName } from '../../model/metric.ts'
import type { Chart } from '../../model/report.ts'
import { formatCount } from '../format.ts'
import type { ComposeSection } from './section.ts'
import { limitsOf } from './timeline.ts'

/** Spread of values from which an axis is logarithmic. */
const WIDE = 20

/** More points than this cannot be told apart in a picture. */
const MOST_POINTS = 200

/** Percentile curves on the HDR axis: all requests with failures at +∞, and ok ones alone. */
export const composePercentiles: ComposeSection = (analysis) => {
  const metrics = [...new Set(analysis.curves.filter((curve) => curve.points.length > 1).map((curve) => curve.metric))]
  if (metrics.length === 0) return null
  const text =
    'Read across: this share of requests had this value or less. The further right, the rarer; each step is ten times as rare.'
  return {
    id: 'percentiles',
    title: 'Percentiles',
    essential: false,
    blocks: [
      { kind: 'text', text, tone: 'muted' },
      ...metrics.map((metric) => ({ kind: 'chart' as const, chart: curveChart(analysis, metric) })),
    ],
  }
}

function curveChart({ curves, manifest }: Analysis, metric: MetricName): Chart {
  const own = curves.filter((curve) => curve.metric === metric)
  const { unit } = METRICS[metric]
  return {
    id: `curve-${metric.replaceAll('.', '-')}`,
    title: `${metric} by percentile`,
    alt: `Value of ${metric} at each percentile, ${own.map(basis).join(' and ')}.`,
    x: { label: 'percentile', scale: 'percentile', unit: 'share' },
    y: { label: metric, scale: isWide(own) ? 'log' : 'linear', unit },
    series: own.map((curve) => ({
      name: `${curve.basis === 'all' ? 'all' : 'ok only'} (n ${formatCount(curve.n)})`,
      shape: 'line',
      points: thin(curve.points).map(({ q, value }) => [q, value] as const),
      ...(curve.basis === 'ok' && own.length > 1 && { tone: 'muted' as const, dashed: true }),
    })),
    marks: [],
    limits: limitsOf(metric, manifest.scenario.slo.request),
  }
}

function basis({ basis, n }: Curve): string {
  return basis === 'all' ? `over all ${formatCount(n)} with failures at infinity` : `over the ${formatCount(n)} ok ones`
}

function isWide(curves: readonly Curve[]): boolean {
  const values = curves.flatMap(({ points }) => thin(points).map(({ value }) => value)).filter(Number.isFinite)
  const least = Math.min(...values.filter((value) => value > 0))
  return Math.max(...values) > WIDE * least
}

/** Every k-th point and the last, so that at most `MOST_POINTS` are drawn. */
function thin(points: Curve['points']): Curve['points'] {
  const stride = Math.ceil(points.length / MOST_POINTS)
  return points.filter((_, i) => i % stride === 0 || i === points.length - 1)
}
