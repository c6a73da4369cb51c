import { escapeHtml } from '../escape.ts'
import { FRAME, LANE, px } from './frame.ts'
import type { Plot } from './plot.ts'

/** Room a label wants to its neighbor, in units. */
const APART = 46

/** Grid, tick labels, the lane of infinity, and the name of the x axis. */
export function drawAxes(plot: Plot): string {
  const { left, right, bottom } = FRAME
  const rows = plot.yTicks.map(
    ({ at, label }) =>
      `<path class="rule" d="M${left} ${px(at)}H${right}"/><text class="tick end" x="${left - 7}" y="${px(at + 4)}">${escapeHtml(label)}</text>`,
  )
  return `<g>${plot.lane ? lane() : ''}${rows.join('')}<path class="base" d="M${left} ${bottom}H${right}"/>${xAxis(plot)}</g>`
}

function xAxis({ xTicks, chart }: Plot): string {
  const { right, bottom, height } = FRAME
  let last = Number.NEGATIVE_INFINITY
  const labels = xTicks.map(({ at, label }) => {
    const notch = `<path class="base" d="M${px(at)} ${bottom}v4"/>`
    if (at - last < APART) return notch
    last = at
    const anchor = at > right - APART / 2 ? ' end' : ' mid'
    return `${notch}<text class="tick${anchor}" x="${px(at)}" y="${bottom + 18}">${escapeHtml(label)}</text>`
  })
  return `${labels.join('')}<text class="tick end name" x="${right}" y="${height - 3}">${escapeHtml(chart.x.label)}</text>`
}

function lane(): string {
  const { left, right, top } = FRAME
  return `<rect class="lane" x="${left}" y="${top}" width="${right - left}" height="${LANE}"/><text class="tick end bad" x="${left - 7}" y="${top + LANE / 2 + 5}">∞</text>`
}
