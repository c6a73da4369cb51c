import { type Nanos, nanos } from '../../../base/nanos.ts'
import { suggest } from '../../../base/suggest.ts'
import { csvRows } from '../csv-rows.ts'
import type { Meter, MeterSample, MeterValue, MeterWorld, ProbeOf } from '../meter.ts'
import { probeFailure } from '../probe-failure.ts'
import { parseNumber, parseSeriesKey, type SeriesKey } from '../sample-line.ts'

/** Readings so long before and after the run are kept: an idle power may be found in them. */
const MARGIN_NS = 120e9

const NS_PER: { readonly [clock in ProbeOf<'csv'>['clock']]: number } = { 'unix-s': 1e9, 'unix-ms': 1e6, 'run-s': 1e9 }

/** A file that another meter writes, read once the run is over. Its columns are looked for before the load. */
export async function openCsv(probe: ProbeOf<'csv'>, { wallZero }: MeterWorld): Promise<Meter> {
  for await (const header of csvRows(probe.path, new AbortController().signal)) {
    columnsOf(probe, header)
    return {
      what: probe.path,
      read: null,
      recall: ({ from, to }, signal) => readRows(probe, wallZero, { from, to }, signal),
      async close() {},
    }
  }
  throw probeFailure('malformed', `${probe.path} is empty`, `expected a header with the column "${probe.time}"`)
}

type Columns = { time: number; values: readonly { series: SeriesKey; index: number }[] }

async function readRows(
  probe: ProbeOf<'csv'>,
  wallZero: MeterWorld['wallZero'],
  window: { from: Nanos; to: Nanos },
  signal: AbortSignal,
): Promise<MeterSample> {
  const zero = probe.clock === 'run-s' ? 0 : (wallZero() ?? 0) * 1e6
  const values: MeterValue[] = []
  let columns: Columns | null = null
  let bytes = 0
  let rows = 0
  let unread = 0
  let inside = 0
  for await (const cells of csvRows(probe.path, signal)) {
    bytes += cells.reduce((sum, cell) => sum + cell.length + 1, 0)
    if (columns === null) {
      columns = columnsOf(probe, cells)
      continue
    }
    rows++
    const at = instant(cells[columns.time] ?? '', NS_PER[probe.clock], zero)
    const row = columns.values.flatMap(({ series, index }) => cellValue(series, cells[index] ?? '', at))
    if (at === null || row.length === 0) unread++
    else if (at >= window.from - MARGIN_NS && at <= window.to + MARGIN_NS) values.push(...row)
    if (at !== null && at >= window.from && at <= window.to) inside++
  }
  return { values, bytes, notes: notesOf(probe, rows, unread, inside) }
}

function notesOf({ path, clock }: ProbeOf<'csv'>, rows: number, unread: number, inside: number): string[] {
  return [
    ...(unread === 0 ? [] : [`${path}: ${unread} of ${rows} rows have no instant or no value and were passed over`]),
    ...(inside > 0 ? [] : [`${path}: none of its ${rows} rows lies within the run; is its clock ${clock}?`]),
  ]
}

function cellValue(series: SeriesKey, cell: string, at: Nanos | null): MeterValue[] {
  const value = parseNumber(cell)
  return at === null || value === null || !Number.isFinite(value) ? [] : [{ ...series, value, at }]
}

/** Digits of a Unix time are too many for seconds as one double: whole and part are scaled apart. */
function instant(cell: string, nsPer: number, zero: number): Nanos | null {
  const parts = /^(-?)(\d+)(\.\d+)?$/.exec(cell)
  if (parts === null) return null
  const sign = parts[1] === '-' ? -1 : 1
  const wholeSince = sign * Number(parts[2]) - zero / nsPer
  return nanos(Math.round((wholeSince + sign * Number(parts[3] ?? 0)) * nsPer))
}

function columnsOf(probe: ProbeOf<'csv'>, header: readonly string[]): Columns {
  const find = (name: string): number => {
    const index = header.indexOf(name)
    if (index >= 0) return index
    const near = suggest(name, header)
    const hint = near === undefined ? `it has: ${header.join(', ').slice(0, 200)}` : `the nearest is "${near}"`
    throw probeFailure('malformed', `${probe.path} has no column "${name}"`, hint)
  }
  const values = Object.entries(probe.columns).map(([name, column]) => ({
    series: parseSeriesKey(name) ?? { name, labels: {} },
    index: find(column),
  }))
  return { time: find(probe.time), values }
}
