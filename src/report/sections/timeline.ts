import { toSeconds } from '../../base/nanos.ts'
import type { Analysis } from '../../model/analysis.ts'
import type { Block, Chart, ChartSeries } from '../../model/report.ts'
import type { RequestBound } from '../../model/slo.ts'
import { eventMarks } from '../event-table.ts'
import { formatDuration } from '../format.ts'
import { type ThinTimeline, type TimelineColumn, thinTimeline } from '../thin-timeline.ts'
import type { ComposeSection } from './section.ts'

const MOST_POINTS = 150
const MOST_MARKS = 12

const WHERE =
  'Offered, good and failed stand where a request was due, completed and tokens where they came; latencies are of ok requests.'

/** The run over time: rates, latency bands, requests in flight, tokens, with every event marked. */
export const composeTimeline: ComposeSection = (analysis) => {
  const thin = thinTimeline(analysis.timeline, MOST_POINTS)
  if (thin.seconds.length < 2) return null
  const marks = [...windowMarks(analysis), ...eventMarks(analysis, MOST_MARKS)]
  const { request } = analysis.manifest.scenario.slo
  const charts = [
    ratesChart(thin),
    latencyChart(thin, 'ttft', 'Time to first token', request),
    latencyChart(thin, 'latency', 'Latency', request),
    loadChart(thin),
    tokensChart(thin),
  ].filter((chart) => chart.series.some(({ points }) => points.some(([, y]) => !Number.isNaN(y))))
  const blocks: Block[] = [{ kind: 'text', text: binNote(analysis, thin), tone: 'muted' }]
  for (const chart of charts) blocks.push({ kind: 'chart', chart: { ...chart, marks } })
  return { id: 'timeline', title: 'Timeline', essential: false, blocks }
}

/** Where the measured window begins and ends, if the timeline reaches beyond it. */
function windowMarks({ timeline, window }: Analysis): Chart['marks'] {
  const end = timeline.from + timeline.bins * timeline.bin
  const edges = [
    { at: window.from, label: 'measured from' },
    { at: window.to, label: 'to' },
  ]
  return edges
    .filter(({ at }) => at - timeline.bin >= timeline.from && at + timeline.bin < end)
    .map(({ at, label }) => ({ x: toSeconds(at), label }))
}

function binNote({ timeline }: Analysis, { width }: ThinTimeline): string {
  const bin = `Each point is ${formatDuration(timeline.bin * width)} of the run’s clock. ${WHERE}`
  return width === 1 ? bin : `${bin} It joins ${width} bins: rates are their mean, latencies the worst bin’s.`
}

function ratesChart(thin: ThinTimeline): Chart {
  const series: ChartSeries[] = [
    line(thin, 'offered', 'offered', { shape: 'step', tone: 'muted', dashed: true }),
    line(thin, 'completed', 'completed', {}),
    line(thin, 'good', 'good', { tone: 'good' }),
  ]
  if (thin.values.failed.some((value) => value > 0)) series.push(line(thin, 'failed', 'failed', { tone: 'bad' }))
  return {
    ...timeChart('rates', 'Requests per second', '1/s'),
    alt: 'Rates of offered, completed, good and failed requests over the run.',
    series,
  }
}

function latencyChart(
  thin: ThinTimeline,
  metric: 'ttft' | 'latency',
  title: string,
  bounds: readonly RequestBound[],
): Chart {
  const low = points(thin, `${metric}P50`)
  const high = points(thin, `${metric}P99`)
  return {
    ...timeChart(`time-${metric}`, `${title}, p50 to p99`, 'ns'),
    alt: `${title} of the requests of each moment: a band from the median to the 99th percentile.`,
    series: [
      { name: 'p50 to p99', shape: 'band', points: low, upper: high },
      { name: 'p50', shape: 'line', points: low },
      { name: 'p99', shape: 'line', points: high, dashed: true },
    ],
    limits: limitsOf(metric, bounds),
  }
}

function loadChart(thin: ThinTimeline): Chart {
  return {
    ...timeChart('in-flight', 'Requests in flight', 'requests'),
    alt: 'Requests in flight over the run.',
    series: [line(thin, 'inFlight', 'in flight', {})],
  }
}

function tokensChart(thin: ThinTimeline): Chart {
  return {
    ...timeChart('tokens', 'Output tokens per second', 'tokens/s'),
    alt: 'Output tokens that arrived per second over the run.',
    series: [line(thin, 'tokens', 'output tokens', {})],
  }
}

function timeChart(id: string, title: string, unit: Chart['y']['unit']): Omit<Chart, 'alt' | 'series'> {
  return {
    id,
    title,
    x: { label: 'time', scale: 'time', unit: 's' },
    y: { label: title, scale: 'linear', unit },
    marks: [],
    limits: [],
  }
}

/** The per-request bounds of a metric as lines to hold against it. */
export function limitsOf(metric: string, bounds: readonly RequestBound[]): Chart['limits'] {
  return bounds.filter((bound) => bound.metric === metric).map(({ limit, text }) => ({ y: limit, label: text }))
}

function line(thin: ThinTimeline, column: TimelineColumn, name: string, look: Partial<ChartSeries>): ChartSeries {
  return { name, shape: 'line', points: points(thin, column), ...look }
}

function points({ seconds, values }: ThinTimeline, column: TimelineColumn): [number, number][] {
  return seconds.map((second, i) => [second, values[column][i]])
}
