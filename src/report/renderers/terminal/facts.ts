import type { Fact } from '../../../model/report.ts'
import { printable } from '../../printable.ts'
import type { Paint } from './paint.ts'

/** Narrower than this, facts stand one below the other. */
const TWO_COLUMNS = 72
const GAP = 2

/** Facts side by side: label, value, and as much of the note as fits. */
export function layFacts(facts: readonly Fact[], width: number, paint: Paint): string[] {
  const columns = width < TWO_COLUMNS ? 1 : 2
  const room = Math.floor((width - GAP * (columns - 1)) / columns)
  const label = Math.max(0, ...facts.map((fact) => fact.label.length))
  const cells = facts.map((fact) => layFact(fact, label, room, paint))
  const lines: string[] = []
  for (let i = 0; i < cells.length; i += columns)
    lines.push(
      cells
        .slice(i, i + columns)
        .join(' '.repeat(GAP))
        .trimEnd(),
    )
  return lines
}

function layFact({ label, value, note, tone }: Fact, labelWidth: number, room: number, paint: Paint): string {
  const head = `${printable(label).padEnd(labelWidth)}  `
  const text = printable(value).slice(0, room - head.length)
  const beside = fit(note, room - head.length - text.length - GAP)
  const space = ' '.repeat(Math.max(0, room - head.length - text.length - beside.length))
  return `${paint(head, 'muted')}${paint(text, tone ?? 'bold')}${paint(beside, 'muted')}${space}`
}

/** The first parts of a note, none of them cut. */
function fit(note: string | undefined, room: number): string {
  let fitting = ''
  for (const part of printable(note ?? '').split(', ')) {
    const longer = fitting === '' ? part : `${fitting}, ${part}`
    if (longer.length > room) break
    fitting = longer
  }
  return fitting === '' ? '' : `  ${fitting}`
}
