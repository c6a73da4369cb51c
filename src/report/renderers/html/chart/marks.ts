import { escapeHtml } from '../escape.ts'
import { FRAME, px } from './frame.ts'
import type { Plot } from './plot.ts'

const LINE_HEIGHT = 16
/** Width of a character of a label, in units, on the safe side. */
const CHARACTER = 8

/** Bounds across and events down the plot, each with its label; labels that would overlap step down. */
export function drawMarks(plot: Plot): string {
  return `<g>${plot.limits.map((limit) => drawLimit(limit, plot)).join('')}${drawEvents(plot)}</g>`
}

function drawLimit({ y, label }: { y: number; label: string }, plot: Plot): string {
  const { left, right } = FRAME
  const at = plot.y(y)
  return `<path class="limit" d="M${left} ${px(at)}H${right}"/><text class="label end warn" x="${right - 4}" y="${px(at - 5)}">${escapeHtml(label)}</text>`
}

function drawEvents(plot: Plot): string {
  const { left, right, top, bottom } = FRAME
  const ends: number[] = []
  return plot.chart.marks
    .map(({ x, label }) => ({ at: plot.x(x), label }))
    .filter(({ at }) => at >= left && at <= right)
    .map(({ at, label }) => {
      const width = label.length * CHARACTER
      const leftwards = at + width > right
      const from = leftwards ? at - width : at
      const free = ends.findIndex((end) => end < from)
      const row = free < 0 ? ends.length : free
      ends[row] = from + width + CHARACTER
      const x = leftwards ? at - 4 : at + 4
      const baseline = top + LINE_HEIGHT * (row + 2)
      return `<path class="event" d="M${px(at)} ${top}V${bottom}"/><text class="label${leftwards ? ' end' : ''}" x="${px(x)}" y="${px(baseline)}">${escapeHtml(label)}</text>`
    })
    .join('')
}
