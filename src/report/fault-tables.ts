import type { HitClass, Impact, Milestones } from '../model/impact.ts'
import { OUTCOME_MEANING, OUTCOMES } from '../model/outcome.ts'
import type { Cell, Table } from '../model/report.ts'
import { formatCount, formatDuration, formatValue, NONE } from './format.ts'
import { roundName } from './round-name.ts'

/** Columns that a table has room for. */
const MOST_ROUNDS = 8

const OK_MEANING = {
  'retried-ok': 'its call failed, another one answered',
  migrated: 'answered after a long pause: another replica took over',
  'ok-slow': 'answered, but over a per-request bound',
  'ok-unhurt': 'answered as if nothing had been',
} as const

const CLASSES: readonly HitClass[] = [
  ...OUTCOMES.filter((outcome) => outcome !== 'ok'),
  ...(Object.keys(OK_MEANING) as (keyof typeof OK_MEANING)[]),
]

const meaning = (hit: HitClass): string => ({ ...OUTCOME_MEANING, ...OK_MEANING })[hit]

/** What became of the requests that were hit, a column for each round. */
export function hitTable(impacts: readonly Impact[]): Table {
  const shown = impacts.slice(0, MOST_ROUNDS)
  const seen = CLASSES.filter((hit) => shown.some(({ hits }) => hits.classes[hit]))
  const row = (cell: Cell, of: (impact: Impact) => number | null): Cell[] => [
    cell,
    ...shown.map((impact) => countCell(of(impact))),
  ]
  return {
    kind: 'table',
    caption: shown.some(({ estimated }) => estimated)
      ? 'Requests that were hit, estimated from the failures above the rate before'
      : 'Requests that were hit',
    columns: roundColumns('became', impacts),
    rows: seen.map((hit) => row({ text: hit, note: meaning(hit) }, ({ hits }) => hits.classes[hit] ?? 0)),
    totals: [
      row('= hit', ({ hits }) => hits.n),
      row('in flight on the replica', ({ hits }) => hits.inFlight.victim),
      row('sent to it while it was down', ({ hits, estimated }) => (estimated ? null : hits.late)),
      row('of these trials whether it is back', ({ hits, estimated }) => (estimated ? null : hits.trials)),
      row('in flight in the fleet', ({ hits }) => hits.inFlight.fleet),
      row('of these lost', ({ hits }) => hits.inFlight.lost),
    ],
  }
}

const MILESTONES: readonly [keyof Milestones, string][] = [
  ['issued', 't0 fault'],
  ['confirmed', 'read back'],
  ['firstFailure', 't1 first failure'],
  ['lastHit', 't2 last failure or request there'],
  ['ejected', 'left out by the client'],
  ['undone', 'undone'],
  ['restarted', 'restarted'],
  ['portOpen', 't3 port accepts'],
  ['ready', 't4 says ready'],
  ['answers', 't5 answers a token'],
  ['admitted', 'let in by the client'],
  ['recovered', 't6 goodput back'],
]

/** When what happened: the fault on the run's clock, the rest since the fault. */
export function milestoneTable(impacts: readonly Impact[]): Table {
  const shown = impacts.slice(0, MOST_ROUNDS)
  const seen = MILESTONES.filter(([name]) => shown.some(({ milestones }) => milestones[name] !== null))
  return {
    kind: 'table',
    caption: 'Milestones, since the fault',
    columns: roundColumns('milestone', impacts),
    rows: seen.map(([name, label]) => [label, ...shown.map(({ milestones }) => instant(milestones, name))]),
  }
}

function instant(milestones: Milestones, name: keyof Milestones): Cell {
  const at = milestones[name]
  if (at === null) return { text: NONE, tone: 'muted' }
  return name === 'issued' ? `at ${formatDuration(at)}` : `+${formatDuration(at - milestones.issued)}`
}

/** How slow it was until recovery, failures at +∞. Null where every round was recovered from at once. */
export function tailTable(impacts: readonly Impact[]): Table | null {
  const rows = impacts.slice(0, MOST_ROUNDS).flatMap((impact) =>
    impact.tail.map(({ metric, n, p50, p99, insufficient }): Cell[] => [
      { text: roundName(impact, impacts), verbatim: true },
      metric,
      formatCount(n),
      timeCell(p50),
      {
        ...timeCell(p99),
        ...(insufficient && {
          text: `${Number.isFinite(p99) ? formatValue(p99, 'ns') : '∞'} (few)`,
          tone: 'muted' as const,
        }),
      },
    ]),
  )
  if (rows.length === 0) return null
  return {
    kind: 'table',
    caption: 'Requests due until recovery, failures at +∞',
    columns: [
      { label: 'fault', align: 'left' },
      { label: 'metric', align: 'left' },
      ...['n', 'p50', 'p99'].map((label) => ({ label, align: 'right' as const })),
    ],
    rows,
  }
}

const timeCell = (value: number) => ({
  text: formatValue(value, 'ns'),
  ...(value === Number.POSITIVE_INFINITY && { tone: 'bad' as const }),
})

const countCell = (n: number | null): Cell => (n === null ? { text: NONE, tone: 'muted' } : formatCount(n))

function roundColumns(first: string, impacts: readonly Impact[]): Table['columns'] {
  return [
    { label: first, align: 'left' },
    ...impacts.slice(0, MOST_ROUNDS).map((impact) => ({ label: roundName(impact, impacts), align: 'right' as const })),
  ]
}
