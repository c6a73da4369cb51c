import { nanos, toSeconds } from '../base/nanos.ts'
import type { Timeline } from '../model/analysis.ts'

export const TIMELINE_COLUMNS = [
  'offered',
  'completed',
  'good',
  'failed',
  'inFlight',
  'tokens',
  'ttftP50',
  'ttftP99',
  'latencyP50',
  'latencyP99',
] as const
export type TimelineColumn = (typeof TIMELINE_COLUMNS)[number]

export interface ThinTimeline {
  /** Bins of the timeline in each point. */
  width: number
  /** Start of each point, in seconds of the run's clock. */
  seconds: number[]
  values: { readonly [column in TimelineColumn]: number[] }
}

/**
 * The timeline with at most `most` points, so that a long run can be drawn. Neighboring bins are joined: rates and counts
 * become their mean, latencies the worst bin's.
 */
export function thinTimeline(timeline: Timeline, most: number): ThinTimeline {
  const width = Math.max(1, Math.ceil(timeline.bins / most))
  const starts: number[] = []
  for (let bin = 0; bin < timeline.bins; bin += width) starts.push(bin)
  const join = (column: TimelineColumn) => {
    const reduce = column.startsWith('ttft') || column.startsWith('latency') ? worst : mean
    return starts.map((start) => reduce(timeline[column].subarray(start, start + width)))
  }
  return {
    width,
    seconds: starts.map((start) => toSeconds(nanos(timeline.from + start * timeline.bin))),
    values: Object.fromEntries(TIMELINE_COLUMNS.map((column) => [column, join(column)])) as ThinTimeline['values'],
  }
}

/** The mean of each group of neighboring bins. */
export function thinRates(values: Float64Array, width: number): number[] {
  const points: number[] = []
  for (let bin = 0; bin < values.length; bin += width) points.push(mean(values.subarray(bin, bin + width)))
  return points
}

function mean(values: Float64Array): number {
  const known = values.filter((value) => !Number.isNaN(value))
  return known.reduce((sum, value) => sum + value, 0) / known.length
}

function worst(values: Float64Array): number {
  return values.reduce((most, value) => (value > most || Number.isNaN(most) ? value : most), Number.NaN)
}
