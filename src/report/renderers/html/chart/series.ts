import type { ChartSeries } from '../../../../model/report.ts'
import { FRAME, px } from './frame.ts'
import type { Plot } from './plot.ts'

type Point = readonly [x: number, y: number]

/** The class that colors a series: its tone, or the next of the neutral colors. */
export function colorOf({ tone, name }: ChartSeries, all: readonly ChartSeries[]): string {
  if (tone !== undefined) return tone
  const untoned = all.filter((one) => one.tone === undefined && one.shape !== 'band')
  return `c${Math.max(1, (untoned.findIndex((one) => one.name === name) % 3) + 1)}`
}

/** One series as one path. */
export function drawSeries(series: ChartSeries, plot: Plot): string {
  const color = colorOf(series, plot.chart.series)
  const at = ([x, y]: Point) => `${px(plot.x(x))} ${px(plot.y(y))}`
  switch (series.shape) {
    case 'band':
      return `<path class="band ${color}" d="${band(series, at)}"/>`
    case 'bar':
      return `<path class="bars ${color}" d="${bars(series, plot)}"/>`
    case 'step':
      return `<path class="line ${color}${series.dashed ? ' dash' : ''}" d="${steps(series, plot)}"/>`
    case 'line':
      return `<path class="line ${color}${series.dashed ? ' dash' : ''}" d="${runs(series.points)
        .map((run) => line(run, at))
        .join('')}"/>`
  }
}

function line(run: readonly Point[], at: (point: Point) => string): string {
  return `M${run.map(at).join('L')}${run.length === 1 ? 'h.1' : ''}`
}

function steps({ points }: ChartSeries, plot: Plot): string {
  return runs(points)
    .map(([first, ...rest]) => {
      const moves = rest.map(([x, y]) => `H${px(plot.x(x))}V${px(plot.y(y))}`).join('')
      return `M${px(plot.x(first[0]))} ${px(plot.y(first[1]))}${moves}`
    })
    .join('')
}

function band({ points, upper = [] }: ChartSeries, at: (point: Point) => string): string {
  const edges = points.map((low, i) => ({ low, high: upper[i] }))
  const known = edges.map(({ low, high }): Point => [low[0], low[1] + high[1]])
  let start = 0
  return runs(known)
    .map((run) => {
      start = known.indexOf(run[0], start)
      const part = edges.slice(start, start + run.length)
      const over = part.map(({ high }) => at(high))
      const under = part.map(({ low }) => at(low)).reverse()
      return `M${[...over, ...under].join('L')}Z`
    })
    .join('')
}

function bars({ points, upper = [] }: ChartSeries, plot: Plot): string {
  return points
    .map(([from, count], i) => {
      if (count === 0) return ''
      const left = plot.x(from)
      const width = Math.max(0.5, plot.x(upper[i][0]) - left - 0.8)
      return `M${px(left)} ${FRAME.bottom}V${px(plot.y(count))}h${px(width)}V${FRAME.bottom}Z`
    })
    .join('')
}

/** The stretches without a missing value. */
function runs(points: readonly Point[]): Point[][] {
  const found: Point[][] = []
  let open = false
  for (const point of points) {
    const known = !Number.isNaN(point[1])
    if (known && open) found[found.length - 1].push(point)
    else if (known) found.push([point])
    open = known
  }
  return found
}
