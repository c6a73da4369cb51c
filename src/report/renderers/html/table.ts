import type { Cell, Table, TableColumn } from '../../../model/report.ts'
import { escapeHtml } from './escape.ts'

/** Where on a meter's bar the limit lies, so that what goes beyond it can be seen. */
const LIMIT_AT = 0.8

/** A table with caption and scopes, in a box that scrolls by itself where the screen is narrow. */
export function renderTable({ caption, columns, rows, totals = [] }: Table): string {
  const foot = totals.length === 0 ? '' : `<tfoot>${totals.map((row) => tableRow(row, columns)).join('\n')}</tfoot>`
  return scrollBox(
    caption,
    `<table><caption>${escapeHtml(caption)}</caption>
<thead><tr>${columns.map(head).join('')}</tr></thead>
<tbody>${rows.map((row) => tableRow(row, columns)).join('\n')}</tbody>${foot}</table>`,
  )
}

/** A box that keyboards can scroll sideways. */
export function scrollBox(label: string, content: string): string {
  return `<div class="card scroll" tabindex="0" role="region" aria-label="${escapeHtml(label)}">${content}</div>`
}

function head({ label, align }: TableColumn): string {
  return `<th scope="col"${align === 'right' ? ' class="r"' : ''}>${escapeHtml(label)}</th>`
}

function tableRow(cells: readonly Cell[], columns: readonly TableColumn[]): string {
  const [first, ...rest] = cells
  return `<tr><th scope="row">${content(first)}</th>${rest.map((cell, i) => dataCell(cell, columns[i + 1])).join('')}</tr>`
}

function dataCell(cell: Cell, { align }: TableColumn): string {
  return `<td${align === 'right' ? ' class="r"' : ''}>${content(cell)}</td>`
}

function content(cell: Cell): string {
  if (typeof cell === 'string') return escapeHtml(cell)
  const { text, tone, note, verbatim, meter } = cell
  const body = verbatim ? `<code>${escapeHtml(text)}</code>` : escapeHtml(text)
  const toned = tone === undefined ? body : `<span class="${tone}">${body}</span>`
  return `${toned}${meter === undefined ? '' : bar(meter, tone ?? '')}${note === undefined ? '' : `<small>${escapeHtml(note)}</small>`}`
}

function bar(meter: number, tone: string): string {
  const width = Math.min(100, Math.round(meter * LIMIT_AT * 100))
  return `<span class="meter ${tone}" aria-hidden="true"><i style="width:${width}%"></i></span>`
}
