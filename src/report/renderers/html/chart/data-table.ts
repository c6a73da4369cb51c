import type { Chart } from '../../../../model/report.ts'
import { formatValue } from '../../../format.ts'
import { escapeHtml } from '../escape.ts'

/** The picture's numbers as a table, folded away under it. */
export function renderDataTable({ id, title, x, y, series }: Chart): string {
  const shown = series.filter(({ shape }) => shape !== 'band')
  const places = [...new Set(shown.flatMap(({ points }) => points.map(([place]) => place)))].sort((a, b) => a - b)
  const lookups = shown.map(({ points }) => new Map(points))
  const rows = places.map((place) => {
    const cells = lookups
      .map((lookup) => lookup.get(place))
      .map((value) => `<td>${value === undefined ? '' : escapeHtml(formatValue(value, y.unit))}`)
    return `<tr><th scope="row">${escapeHtml(formatValue(place, x.unit))}${cells.join('')}`
  })
  const heads = [series[0]?.shape === 'bar' ? `${x.label} from` : x.label, ...shown.map(({ name }) => name)]
  return `<details><summary>Data<span class="sr"> of ${escapeHtml(title)}</span></summary><div class="scroll data" tabindex="0" role="region" aria-label="${escapeHtml(`Data of ${title}`)}" id="${escapeHtml(id)}-data"><table><caption class="sr">${escapeHtml(title)}</caption><thead><tr>${heads.map((head) => `<th scope="col">${escapeHtml(head)}`).join('')}<tbody>${rows.join('\n')}</table></div></details>`
}
