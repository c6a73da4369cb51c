import type { Chart, ChartSeries } from '../../../../model/report.ts'
import { FRAME, LANE, LANE_GAP } from './frame.ts'
import { type Scale, scaleOf } from './scale.ts'

/** A chart with its scales: everything that drawing needs. */
export interface Plot {
  chart: Chart
  x(value: number): number
  /** +Infinity is placed in the lane above the plot. */
  y(value: number): number
  xTicks: Scale['ticks']
  yTicks: Scale['ticks']
  /** Whether any value is at +∞. */
  lane: boolean
  limits: Chart['limits']
}

/** Bounds farther than this from the data are left out: they would flatten it. */
const FAR = 4

/** Fits a chart into the frame. */
export function plotOf(chart: Chart): Plot {
  const values = chart.series.flatMap(valuesOf)
  const finite = values.filter(Number.isFinite)
  const lane = values.includes(Number.POSITIVE_INFINITY)
  const most = Math.max(0, ...finite)
  const limits = chart.limits.filter(({ y }) => y <= FAR * most)
  const top = FRAME.top + (lane ? LANE + LANE_GAP : 0)
  const x = scaleOf(chart.x, chart.series.flatMap(placesOf), FRAME.left, FRAME.right, false)
  const y = scaleOf(chart.y, [...finite, ...limits.map((limit) => limit.y)], FRAME.bottom, top, true)
  return {
    chart,
    x: x.place,
    y: (value) => (value === Number.POSITIVE_INFINITY ? FRAME.top + LANE / 2 : y.place(value)),
    xTicks: x.ticks.filter(({ at }) => at <= FRAME.right + 0.5),
    yTicks: y.ticks,
    lane,
    limits,
  }
}

function valuesOf({ points, upper = [] }: ChartSeries): number[] {
  return [...points, ...upper].map(([, y]) => y).filter((y) => !Number.isNaN(y))
}

function placesOf({ points, upper = [] }: ChartSeries): number[] {
  return [...points, ...upper].map(([x]) => x)
}
