import { toSeconds } from '../base/nanos.ts'
import type { Analysis } from '../model/analysis.ts'
import type { FaultStep } from '../model/fault.ts'
import type { Cell, Chart, Table } from '../model/report.ts'
import type { RunEvent } from '../model/run-log.ts'
import { formatDuration } from './format.ts'

const SHOWN = 50

type Told = Extract<RunEvent, { kind: 'target' | 'fault' | 'note' }>

const TOLD: readonly RunEvent['kind'][] = ['target', 'fault', 'note']

/**
 * The events worth telling: what became of targets, faults, and notes. Clock pairs, health samples and who was there from
 * the beginning are not.
 */
export function toldEvents({ events }: Analysis): Told[] {
  return events
    .filter((event): event is RunEvent & Told => TOLD.includes(event.kind) && !wasThere(event))
    .toSorted((a, b) => a.at - b.at)
}

const wasThere = (event: RunEvent): boolean => event.kind === 'target' && event.state === 'joined' && event.at <= 0

/** Those events in the order they came, or null when there are none. */
export function eventTable(analysis: Analysis): Table | null {
  const events = toldEvents(analysis)
  if (events.length === 0) return null
  const rows = events.slice(0, SHOWN).map(eventRow)
  if (events.length > SHOWN) rows.push([`${events.length - SHOWN} more`, '', ''])
  return {
    kind: 'table',
    caption: 'Events',
    columns: [
      { label: 'at', align: 'left' },
      { label: 'what', align: 'left' },
      { label: 'because', align: 'left' },
    ],
    rows,
  }
}

function eventRow(event: Told): Cell[] {
  const [what, because] = event.kind === 'note' ? [event.id, event.text] : [whatHappened(event), event.because]
  return [formatDuration(event.at), { text: what, verbatim: true }, { text: because, verbatim: true }]
}

/** `b SIGKILL issued`, `b ejected`. */
function whatHappened(event: Extract<Told, { kind: 'target' | 'fault' }>): string {
  return event.kind === 'target' ? `${event.replica} ${event.state}` : `${event.replica} ${event.method} ${event.step}`
}

/** Steps of a fault that change what the clients see. */
const MARKED: readonly FaultStep[] = ['issued', 'undone', 'restarted', 'answers', 'other-model']

/** Events as lines down a chart, at most so many: faults before what became of targets, and notes last. */
export function eventMarks(analysis: Analysis, most: number): Chart['marks'] {
  const rank = { fault: 0, target: 1, note: 2 } as const
  return toldEvents(analysis)
    .filter((event) => event.kind !== 'fault' || MARKED.includes(event.step))
    .toSorted((a, b) => rank[a.kind] - rank[b.kind])
    .slice(0, most)
    .toSorted((a, b) => a.at - b.at)
    .map((event) => ({ x: toSeconds(event.at), label: markLabel(event) }))
}

function markLabel(event: Told): string {
  if (event.kind === 'note') return event.id
  if (event.kind === 'target') return `${event.replica} ${event.state}`
  return event.step === 'issued' ? `${event.replica} ${event.method}` : `${event.replica} ${event.step}`
}
