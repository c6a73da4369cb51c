import type { Analysis } from '../model/analysis.ts'
import type { Figure } from '../model/figure.ts'
import type { MetricName } from '../model/metric.ts'
import type { Headline } from '../model/report.ts'
import type { Stat } from '../model/slo.ts'
import { drawableBuckets } from './drawable.ts'
import { findFigure } from './find-figure.ts'
import { formatCount, formatFigure } from './format.ts'
import { thinTimeline } from './thin-timeline.ts'

/** Points of a picture the size of a word. */
const MOST_POINTS = 60

interface Choice {
  label: string
  metric: MetricName
  stat: Stat
  /** Said beside it: another figure that puts it in its place. */
  beside?: { label: string; metric: MetricName; stat: Stat }
  trend?: (analysis: Analysis) => Headline['trend']
}

const CHOICES: readonly Choice[] = [
  {
    label: 'throughput',
    metric: 'throughput',
    stat: 'value',
    beside: { label: 'offered', metric: 'offered', stat: 'value' },
    trend: overTime('completed'),
  },
  {
    label: 'goodput',
    metric: 'goodput',
    stat: 'value',
    beside: { label: 'failed', metric: 'failed', stat: 'value' },
    trend: overTime('good'),
  },
  {
    label: 'attainment',
    metric: 'attainment',
    stat: 'value',
    beside: { label: 'available', metric: 'availability', stat: 'value' },
    trend: goodOfOffered,
  },
  {
    label: 'output',
    metric: 'tokens.output',
    stat: 'value',
    beside: { label: 'good', metric: 'goodput.tokens', stat: 'value' },
    trend: overTime('tokens'),
  },
  {
    label: 'ttft p99',
    metric: 'ttft',
    stat: 'p99',
    beside: { label: 'p50', metric: 'ttft', stat: 'p50' },
    trend: overTime('ttftP99'),
  },
  {
    label: 'tpot p99',
    metric: 'tpot',
    stat: 'p99',
    beside: { label: 'p50', metric: 'tpot', stat: 'p50' },
    trend: shapeOf('tpot'),
  },
  {
    label: 'itl p99',
    metric: 'itl',
    stat: 'p99',
    beside: { label: 'p50', metric: 'itl', stat: 'p50' },
    trend: shapeOf('itl'),
  },
  {
    label: 'latency p99',
    metric: 'latency',
    stat: 'p99',
    beside: { label: 'p50', metric: 'latency', stat: 'p50' },
    trend: overTime('latencyP99'),
  },
  {
    label: 'cost, Mtok',
    metric: 'usd.per-mtok.output',
    stat: 'value',
    beside: { label: 'good', metric: 'usd.per-mtok.good', stat: 'value' },
  },
]

/** Joules never stand without what they are of. */
function energyChoice({ economy: { energy } }: Analysis): Choice[] {
  if (energy === null || 'refused' in energy) return []
  const beside = { label: 'good', metric: 'joules.per-token.good', stat: 'value' } as const
  return [{ label: `${energy.scope}, token`, metric: 'joules.per-token.output', stat: 'value', beside }]
}

/** The numbers that stand large: rates, shares and tails, each with its n and what puts it in its place. */
export function composeHeadline(analysis: Analysis): Headline[] {
  return [...CHOICES, ...energyChoice(analysis)].flatMap((choice) => {
    const figure = findFigure(analysis, choice.metric, choice.stat)
    return figure === undefined ? [] : [headlineOf(analysis, choice, figure)]
  })
}

function headlineOf(analysis: Analysis, { label, beside, trend }: Choice, figure: Figure): Headline {
  const other = beside && findFigure(analysis, beside.metric, beside.stat)
  const picture = trend?.(analysis)
  return {
    label,
    value: formatFigure(figure),
    note: [`n ${formatCount(figure.n)}`, other && `${beside?.label} ${formatFigure(other)}`].filter(Boolean).join(', '),
    ...(figure.value === Number.POSITIVE_INFINITY && { tone: 'bad' as const }),
    ...(picture && { trend: picture }),
  }
}

function overTime(column: 'completed' | 'good' | 'tokens' | 'ttftP99' | 'latencyP99') {
  return ({ timeline }: Analysis): Headline['trend'] => {
    const { seconds, values } = thinTimeline(timeline, MOST_POINTS)
    if (seconds.length < 2) return undefined
    return { shape: 'line', points: seconds.map((second, i) => [second, values[column][i]]) }
  }
}

/** Attainment over time: both rates belong to the bin in which a request was due. */
function goodOfOffered({ timeline }: Analysis): Headline['trend'] {
  const { seconds, values } = thinTimeline(timeline, MOST_POINTS)
  if (seconds.length < 2) return undefined
  return { shape: 'line', points: seconds.map((second, i) => [second, values.good[i] / values.offered[i]]) }
}

function shapeOf(metric: MetricName) {
  return ({ distributions }: Analysis): Headline['trend'] => {
    const found = distributions.find((distribution) => distribution.metric === metric)
    const buckets = found === undefined ? [] : drawableBuckets(found)
    if (buckets.length < 2) return undefined
    return { shape: 'bar', points: buckets.map(({ count }, i) => [i, count]) }
  }
}
