import type { ChartSeries } from '../../../../model/report.ts'
import { formatShare, formatValue } from '../../../format.ts'
import { escapeHtml } from '../escape.ts'
import { FRAME, px } from './frame.ts'
import type { Plot } from './plot.ts'
import { colorOf } from './series.ts'

/** More places than this and the pointer could not tell them apart. */
const MOST = 60

/**
 * Values under the pointer without a script: one invisible strip per place, whose line and text show while it is
 * hovered. The empty title keeps the picture's own from popping up over them.
 */
export function drawReadout(plot: Plot): string {
  const [leader] = plot.chart.series
  if (leader === undefined) return ''
  const stride = Math.ceil(leader.points.length / MOST)
  const places = leader.points.map((_, i) => i).filter((i) => i % stride === 0)
  const middles = places.map((i) => middle(leader, i, plot))
  const strips = places.map((i, k) => {
    const from = k === 0 ? FRAME.left : (middles[k - 1] + middles[k]) / 2
    const to = k === places.length - 1 ? FRAME.right : (middles[k] + middles[k + 1]) / 2
    return strip(plot, i, middles[k], from, to)
  })
  return `<g><title></title>${strips.join('')}</g>`
}

function middle({ points, upper, shape }: ChartSeries, i: number, plot: Plot): number {
  return shape === 'bar' && upper !== undefined
    ? (plot.x(points[i][0]) + plot.x(upper[i][0])) / 2
    : plot.x(points[i][0])
}

function strip(plot: Plot, i: number, at: number, from: number, to: number): string {
  const { top, bottom, right } = FRAME
  return `<g class="h"><rect x="${px(from)}" y="${top}" width="${px(Math.max(0, to - from))}" height="${bottom - top}"/><path d="M${px(at)} ${top}V${bottom}"/><text x="${right}" y="18">${words(plot, i)}</text></g>`
}

function words({ chart }: Plot, i: number): string {
  const [leader] = chart.series
  const place = leader.points[i][0]
  const values = chart.series
    .filter(({ shape }) => shape !== 'band')
    .map((series) => {
      const value = valueAt(series, leader, i)
      const text = `${series.name.replace(/ \(.*$/, '')} ${formatValue(value, chart.y.unit).replace(' (failures)', '')}`
      return `<tspan class="${colorOf(series, chart.series)}" dx="8">${escapeHtml(text)}</tspan>`
    })
  return `<tspan>${escapeHtml(placeName(leader, i, place, chart.x.unit))}</tspan>${values.join('')}`
}

/** Series that share their places are read off by position, others at the nearest place before. */
function valueAt(series: ChartSeries, leader: ChartSeries, i: number): number {
  const x = leader.points[i][0]
  if (series.points[i]?.[0] === x) return series.points[i][1]
  return series.points.findLast((point) => point[0] <= x)?.[1] ?? Number.NaN
}

function placeName(
  { shape, upper }: ChartSeries,
  i: number,
  place: number,
  unit: Parameters<typeof formatValue>[1],
): string {
  if (shape === 'bar' && upper !== undefined) return `${formatValue(place, unit)} to ${formatValue(upper[i][0], unit)}`
  return unit === 'share' ? formatShare(place) : formatValue(place, unit)
}
