import type { Chart, ChartSeries } from '../../../../model/report.ts'
import { escapeHtml } from '../escape.ts'
import { drawAxes } from './axes.ts'
import { renderDataTable } from './data-table.ts'
import { FRAME } from './frame.ts'
import { drawMarks } from './marks.ts'
import { plotOf } from './plot.ts'
import { drawReadout } from './readout.ts'
import { colorOf, drawSeries } from './series.ts'

/** A chart as a figure: title, legend, picture, and its data for whoever cannot see it. */
export function renderChart(chart: Chart): string {
  const plot = plotOf(chart)
  const id = escapeHtml(chart.id)
  const layers = [
    drawAxes(plot),
    ...[...chart.series].map((series) => drawSeries(series, plot)),
    drawMarks(plot),
    drawReadout(plot),
  ]
  return `<figure class="card chart"><figcaption><h3>${escapeHtml(chart.title)}</h3>${legend(chart.series)}</figcaption>
<svg viewBox="0 0 ${FRAME.width} ${FRAME.height}" role="img" aria-labelledby="${id}-t ${id}-d"><title id="${id}-t">${escapeHtml(chart.title)}</title><desc id="${id}-d">${escapeHtml(chart.alt)}</desc>${layers.join('\n')}</svg>
${renderDataTable(chart)}</figure>`
}

function legend(series: readonly ChartSeries[]): string {
  if (series.length < 2) return ''
  const items = series.map((one) => {
    const shape =
      one.shape === 'band'
        ? `<path class="band ${colorOf(one, series)}" d="M0 1H20V11H0Z"/>`
        : `<path class="line ${colorOf(one, series)}${one.dashed ? ' dash' : ''}" d="M0 6H20"/>`
    return `<li><svg viewBox="0 0 20 12" aria-hidden="true">${shape}</svg>${escapeHtml(one.name)}</li>`
  })
  return `<ul class="legend">${items.join('')}</ul>`
}
