import type { Analysis } from '../model/analysis.ts'
import type { Cell, Table } from '../model/report.ts'
import type { RunEvent } from '../model/run-log.ts'
import { formatDuration } from './format.ts'

const SHOWN = 50

type Told = Extract<RunEvent, { kind: 'target' | 'note' }>

/** The events worth telling: what became of targets, and notes. Clock pairs and health samples are not. */
export function toldEvents({ events }: Analysis): Told[] {
  return events.filter((event): event is RunEvent & Told => event.kind === 'target' || event.kind === 'note')
}

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
  const at = formatDuration(event.at)
  return event.kind === 'note'
    ? [at, { text: event.id, verbatim: true }, { text: event.text, verbatim: true }]
    : [at, { text: `${event.replica} ${event.state}`, verbatim: true }, { text: event.because, verbatim: true }]
}
