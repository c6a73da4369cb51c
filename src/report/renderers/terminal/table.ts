import type { Cell, Table } from '../../../model/report.ts'
import { printable } from '../../printable.ts'
import type { Paint } from './paint.ts'
import { wrap } from './wrap.ts'

const GAP = 2
/** Columns of words give way down to this. Numbers are never cut: half a number is another number. */
const NARROWEST = 12

/** A table as lines no wider than `width`. Where its columns cannot stand side by side, each row is told in words. */
export function layTable(table: Table, width: number, paint: Paint): string[] {
  const rows = [...table.rows, ...(table.totals ?? [])]
  const widths = fit(table, rows, width)
  if (widths === undefined) return rows.flatMap((row) => tell(row, table, width, paint))
  const line = (row: readonly Cell[], dress: Paint) =>
    row
      .map((cell, i) => place(cell, widths[i], table.columns[i].align, dress))
      .join(' '.repeat(GAP))
      .trimEnd()
  const plain: Paint = (text) => text
  return [
    paint(line(labels(table), plain), 'muted'),
    ...table.rows.map((row) => line(row, paint)),
    ...(table.totals ?? []).map((row) => paint(line(row.map(textOf), plain), 'bold')),
  ]
}

function fit(table: Table, rows: readonly (readonly Cell[])[], width: number): number[] | undefined {
  const widths = labels(table).map((label, i) => Math.max(label.length, ...rows.map((row) => textOf(row[i]).length)))
  let over = widths.reduce((sum, one) => sum + one, GAP * (widths.length - 1)) - width
  for (; over > 0; over--) {
    const widest = widestOfWords(widths, table)
    if (widest === undefined) return undefined
    widths[widest] -= 1
  }
  return widths
}

function widestOfWords(widths: readonly number[], { columns }: Table): number | undefined {
  let widest: number | undefined
  for (const [i, width] of widths.entries()) {
    const gives = columns[i].align === 'left' && width > NARROWEST
    if (gives && (widest === undefined || width > widths[widest])) widest = i
  }
  return widest
}

function place(cell: Cell, width: number, align: 'left' | 'right', paint: Paint): string {
  const full = textOf(cell)
  const text = full.length <= width ? full : `${full.slice(0, width - 1)}…`
  const space = ' '.repeat(width - text.length)
  const dressed = typeof cell === 'string' || cell.tone === undefined ? text : paint(text, cell.tone)
  return align === 'right' ? space + dressed : dressed + space
}

function tell([first, ...rest]: readonly Cell[], table: Table, width: number, paint: Paint): string[] {
  const [, ...names] = labels(table)
  const said = rest.map((cell, i) => (textOf(cell) === '' ? '' : `${names[i]} ${textOf(cell)}`)).filter(Boolean)
  const [head, ...lines] = wrap(`${textOf(first)}: ${said.join(', ')}`, width, '  ')
  return [paint(head, 'bold'), ...lines]
}

function labels({ columns }: Table): string[] {
  return columns.map(({ label }) => printable(label))
}

function textOf(cell: Cell): string {
  return printable(typeof cell === 'string' ? cell : cell.text)
}
