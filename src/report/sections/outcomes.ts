import type { Analysis } from '../../model/analysis.ts'
import { OUTCOME_MEANING, OUTCOMES, type Outcome } from '../../model/outcome.ts'
import type { Block, Cell, Table } from '../../model/report.ts'
import { formatCount, formatShare, NONE } from '../format.ts'
import type { ComposeSection } from './section.ts'

const SHOWN_CAUSES = 20

/** What became of every planned sample, in books that add up, and what the failures died of. */
export const composeOutcomes: ComposeSection = ({ books }) => {
  const blocks: Block[] = [bookTable(books)]
  if (books.causes.length > 0) blocks.push(causeTable(books))
  return { id: 'outcomes', title: 'Outcomes', essential: true, blocks }
}

function bookTable(books: Analysis['books']): Table {
  const { measured } = books
  const seen = OUTCOMES.filter((outcome) => books.outcomes[outcome] || measured.outcomes[outcome])
  const rows = seen.map((outcome) => bookRow(books, outcome))
  if (books.unrecorded > 0) {
    rows.push([
      { text: 'unrecorded', note: 'planned, but the log ends before their row' },
      { text: formatCount(books.unrecorded), tone: 'warn' },
      NONE,
      NONE,
    ])
  }
  return {
    kind: 'table',
    caption: 'Planned samples by outcome',
    columns: [
      { label: 'outcome', align: 'left' },
      { label: 'all phases', align: 'right' },
      { label: 'measured', align: 'right' },
      { label: 'share of measured', align: 'right' },
    ],
    rows,
    totals: [
      totalRow(books),
      ['of these good', '', formatCount(measured.good), share(measured.good, measured.planned)],
    ],
  }
}

function bookRow({ outcomes, measured }: Analysis['books'], outcome: Outcome): Cell[] {
  const n = measured.outcomes[outcome] ?? 0
  return [
    { text: outcome, note: OUTCOME_MEANING[outcome], tone: outcome === 'ok' ? 'good' : 'bad' },
    formatCount(outcomes[outcome] ?? 0),
    formatCount(n),
    share(n, measured.planned),
  ]
}

/** The sums are made from the rows, so that a book that does not balance shows it. */
function totalRow({ planned, outcomes, unrecorded, measured }: Analysis['books']): Cell[] {
  const all = sum(outcomes) + unrecorded
  const counted = sum(measured.outcomes)
  return ['= planned', balanced(all, planned), balanced(counted, measured.planned), share(counted, measured.planned)]
}

function balanced(total: number, planned: number): Cell {
  if (total === planned) return formatCount(total)
  return { text: `${formatCount(total)} of ${formatCount(planned)}`, tone: 'bad' }
}

function causeTable({ causes }: Analysis['books']): Table {
  const rows = causes
    .slice(0, SHOWN_CAUSES)
    .map(({ outcome, reason, replica, n, example }): Cell[] => [
      { text: outcome, tone: 'bad' },
      { text: reason, verbatim: true },
      formatCount(n),
      replica === null ? NONE : { text: replica, verbatim: true },
      example === null ? NONE : { text: example, verbatim: true },
    ])
  const rest = causes.slice(SHOWN_CAUSES)
  if (rest.length > 0)
    rows.push([`${rest.length} more`, '', formatCount(rest.reduce((n, cause) => n + cause.n, 0)), '', ''])
  return {
    kind: 'table',
    caption: 'Failures by cause, most frequent first',
    columns: [
      { label: 'outcome', align: 'left' },
      { label: 'reason', align: 'left' },
      { label: 'n', align: 'right' },
      { label: 'replica', align: 'left' },
      { label: 'example', align: 'left' },
    ],
    rows,
  }
}

function sum(outcomes: Analysis['books']['outcomes']): number {
  return OUTCOMES.reduce((total, outcome) => total + (outcomes[outcome] ?? 0), 0)
}

function share(n: number, of: number): string {
  return of === 0 ? NONE : formatShare(n / of)
}
