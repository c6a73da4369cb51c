import { type Nanos, nanos } from '../../base/nanos.ts'
import type { Bounded } from '../../model/impact.ts'
import type { Window } from '../window.ts'
import type { Wires } from './wires.ts'

/** So many requests would have gone to the replica in the silence after its last one, had it not been evicted. */
const ENOUGH = 5

/**
 * When the last request went to the replica while it was down, counted from the fault; trials whether it is back aside. At
 * least so late, where the silence after it is no longer than chance would have it. docs/methodology.md §8
 * @param lastSend of a request sent since the fault; NaN: there was none
 * @param until the replica’s return, or the end of observation
 */
export function evictionOf(
  wires: Wires,
  victim: number,
  before: Window,
  { at, lastSend, until }: { at: Nanos; lastSend: number; until: Nanos },
): Bounded | null {
  const last = Number.isNaN(lastSend) ? at : lastSend
  const missing = sendRate(wires, victim, before) * (until - last)
  if (missing >= ENOUGH) return { value: nanos(last - at), atLeast: false }
  return Number.isNaN(lastSend) ? null : { value: nanos(last - at), atLeast: true }
}

/** Wire calls to a replica per nanosecond. */
function sendRate({ n, replica, sent }: Wires, victim: number, { from, to }: Window): number {
  let calls = 0
  for (let wire = 0; wire < n; wire++) {
    if (replica[wire] === victim && sent[wire] >= from && sent[wire] < to) calls++
  }
  return to > from ? calls / (to - from) : 0
}
