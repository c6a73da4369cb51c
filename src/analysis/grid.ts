import { type Nanos, NS_PER_S, nanos } from '../base/nanos.ts'
import type { RequestColumns } from '../model/columns.ts'
import type { Window } from './window.ts'

/** Equal bins over a run, so laid that the measured window begins on an edge. */
export interface Grid {
  from: Nanos
  bin: Nanos
  bins: number
}

const BIN_SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1800, 3600]
const MOST_BINS = 120

/** The run from its first due request to its last end, at most one window's length beyond the window on either side. */
export function runGrid(requests: RequestColumns, window: Window, cutOff: (row: number) => boolean): Grid {
  const length = window.to - window.from
  let first: number = window.from
  let last: number = window.to
  for (let row = 0; row < requests.rows; row++) {
    if (cutOff(row)) continue
    if (requests.due[row] < first) first = requests.due[row]
    if (requests.done[row] > last) last = requests.done[row]
  }
  first = Math.max(first, window.from - length)
  last = Math.min(last, window.to + length)
  const seconds = BIN_SECONDS.find((each) => last - first <= MOST_BINS * each * NS_PER_S) ?? BIN_SECONDS.at(-1) ?? 1
  const bin = nanos(seconds * NS_PER_S)
  const before = Math.ceil((window.from - first) / bin)
  const after = Math.max(1, Math.ceil((last - window.from) / bin))
  return { from: nanos(window.from - before * bin), bin, bins: before + after }
}

/** Number of the bin an instant falls in, or −1. */
export function binOf({ from, bin, bins }: Grid, at: number): number {
  const index = Math.floor((at - from) / bin)
  return index >= 0 && index < bins ? index : -1
}
