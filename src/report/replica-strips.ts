import { nanos, toSeconds } from '../base/nanos.ts'
import type { Analysis, ReplicaStrip, Timeline } from '../model/analysis.ts'
import type { Chart, ChartSeries } from '../model/report.ts'
import { eventMarks } from './event-table.ts'
import { thinRates } from './thin-timeline.ts'

const MOST_POINTS = 150
const MOST_STRIPS = 12
const MOST_MARKS = 6

/** A small chart for each replica, all over the same time, and their requests in flight together. */
export function replicaStrips(analysis: Analysis): Chart[] {
  const { timeline } = analysis
  const width = Math.max(1, Math.ceil(timeline.bins / MOST_POINTS))
  if (timeline.replicas.length === 0 || timeline.bins / width < 2) return []
  const marks = eventMarks({ ...analysis, events: analysis.events.filter(({ kind }) => kind === 'fault') }, MOST_MARKS)
  const line = lineOf(timeline, width)
  const strips = hitFirst(analysis).slice(0, MOST_STRIPS)
  return [...strips.map((strip, i) => rateChart(strip, i, marks, line)), inFlightChart(strips, marks, line)]
}

/** In the order of their names, but those that a fault hit are never left out. */
function hitFirst({ timeline, impacts }: Analysis): ReplicaStrip[] {
  const hit = new Set(impacts.map(({ replica }) => replica))
  const kept = timeline.replicas.toSorted((a, b) => Number(hit.has(b.replica)) - Number(hit.has(a.replica)))
  return kept.slice(0, MOST_STRIPS).sort((a, b) => (a.replica < b.replica ? -1 : 1))
}

type Line = (values: Float64Array) => [x: number, y: number][]

function lineOf({ from, bin }: Timeline, width: number): Line {
  return (values) => thinRates(values, width).map((y, i) => [toSeconds(nanos(from + i * width * bin)), y])
}

function rateChart(
  { replica, offered, good, failed }: ReplicaStrip,
  i: number,
  marks: Chart['marks'],
  line: Line,
): Chart {
  const series: ChartSeries[] = [
    { name: 'offered', shape: 'step', tone: 'muted', dashed: true, points: line(offered) },
    { name: 'good', shape: 'line', tone: 'good', points: line(good) },
  ]
  if (failed.some((value) => value > 0))
    series.push({ name: 'failed', shape: 'line', tone: 'bad', points: line(failed) })
  return {
    ...stripChart(`strip-${i}`, `${replica}: requests per second`, '1/s', marks),
    alt: `Rates of offered, good and failed requests of ${replica} over the run.`,
    series,
  }
}

function inFlightChart(strips: readonly ReplicaStrip[], marks: Chart['marks'], line: Line): Chart {
  return {
    ...stripChart('strip-in-flight', 'Requests in flight by replica', 'requests', marks),
    alt: 'Requests in flight on each replica over the run.',
    series: strips.map(({ replica, inFlight }) => ({ name: replica, shape: 'line', points: line(inFlight) })),
  }
}

function stripChart(
  id: string,
  title: string,
  unit: Chart['y']['unit'],
  marks: Chart['marks'],
): Omit<Chart, 'alt' | 'series'> {
  return {
    id,
    title,
    x: { label: 'time', scale: 'time', unit: 's' },
    y: { label: title, scale: 'linear', unit },
    marks,
    limits: [],
  }
}
