import type { RequestColumns } from '../model/columns.ts'
import type { Over } from '../model/figure.ts'
import { Slice, type View } from './slice.ts'
import { isMeasured } from './timing.ts'
import type { Window } from './window.ts'

export const wholeRun = (view: View): Slice => slice(view, null, null)

/** Each stream and each replica, where there are several. One at a time, so that memory is free again between them. */
export function* parts(view: View): Generator<Slice> {
  const { requests } = view
  const streams = distinct(requests.stream.subarray(0, requests.rows), requests.tables.stream.length)
  const replicas = distinct(requests.replica.subarray(0, requests.rows), requests.tables.replica.length)
  if (streams.length > 1) for (const code of streams) yield slice(view, code, null)
  if (replicas.length > 1) for (const code of replicas) yield slice(view, null, code)
}

function slice(view: View, stream: number | null, replica: number | null): Slice {
  const { requests, window, cutOff } = view
  const belongs = (row: number) =>
    (stream === null || requests.stream[row] === stream) && (replica === null || requests.replica[row] === replica)
  const everything = rowsWhere(requests.rows, belongs)
  const cohort = everything.filter((row) => isOfCohort(requests, row, window) && !cutOff(row))
  const over: Over = { phase: 'measure', ...window }
  if (stream !== null) over.stream = requests.tables.stream[stream]
  if (replica !== null) over.replica = requests.tables.replica[replica]
  return new Slice(view, over, cohort, everything, view.flow.gaps.select(stream, replica))
}

/**
 * The phase already is the half-open window; `<= to` keeps the last request of a loop whose window ends with it, and leaves
 * out what was due only after an interruption.
 */
export const isOfCohort = (requests: RequestColumns, row: number, { from, to }: Window): boolean =>
  isMeasured(requests, row) && requests.due[row] >= from && requests.due[row] <= to

function rowsWhere(rows: number, holds: (row: number) => boolean): Int32Array {
  const found = new Int32Array(rows)
  let n = 0
  for (let row = 0; row < rows; row++) if (holds(row)) found[n++] = row
  return found.subarray(0, n)
}

/** Codes in use, null left out. */
function distinct(codes: Int32Array, size: number): number[] {
  const used = new Uint8Array(size)
  for (const code of codes) if (code >= 0) used[code] = 1
  return [...used.keys()].filter((code) => used[code] === 1)
}
