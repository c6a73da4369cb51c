import type { RequestColumns } from '../../model/columns.ts'
import type { HitClass } from '../../model/impact.ts'
import { OUTCOMES } from '../../model/outcome.ts'
import { isOk, OK } from '../timing.ts'
import type { Window } from '../window.ts'
import { isOpen, type Wires } from './wires.ts'

const GIVEN_UP = OUTCOMES.indexOf('client_abort')

/** One fault as the hit set needs it. Instants in ns. */
export interface Strike {
  /** Code of the replica; −1 where nobody says who answered. */
  victim: number
  at: number
  /** When it took requests again, was struck again, or the window ended. */
  until: number
  /** Failures that name no replica may be another fault's from here on. */
  namelessUntil: number
  /** An ok answer that paused longer was moved to another replica. */
  stall: number
  /** Requests sent in these times only tried whether it was back. */
  trials: readonly Window[]
}

/** Rows of requests, each once. docs/methodology.md §8 */
export interface Hits {
  /** Open at the instant of the fault, on any replica. */
  open: Int32Array
  openOnVictim: Int32Array
  /** Sent to the victim afterwards, while it was down. */
  late: Int32Array
  /** Those of the late ones that only tried whether it was back. */
  trials: number
  /** Open on the victim or late, and what became of each. */
  all: Int32Array
  classes: readonly HitClass[]
  /** Failed calls of which nobody says where they went: a gateway’s errors name no replica. */
  nameless: number
  /** First and last end of a call that failed, nameless ones included; the last send of a late one that was no trial. NaN: none. */
  firstFailure: number
  lastFailure: number
  lastSend: number
}

/** Who was hit: in flight on the victim when it was struck, or sent to it before it was back. */
export function hitSet(requests: RequestColumns, good: Uint8Array, wires: Wires, strike: Strike): Hits {
  const { row, sent, done, outcome } = wires
  const { open, openOnVictim, late, nameless } = sortCalls(wires, strike)
  const hit = [...openOnVictim, ...late]
  const broken = hit.filter((wire) => outcome[wire] !== OK)
  const rescued = new Set(broken.map((wire) => row[wire]))
  const failed = [...broken, ...nameless].filter((wire) => outcome[wire] !== GIVEN_UP && !Number.isNaN(done[wire]))
  const regular = late.filter((wire) => !strike.trials.some(({ from, to }) => sent[wire] >= from && sent[wire] <= to))
  const rowsOf = (calls: readonly number[]) => Int32Array.from(new Set(calls.map((wire) => row[wire])))
  const all = rowsOf(hit)
  return {
    open: rowsOf(open),
    openOnVictim: rowsOf(openOnVictim),
    late: rowsOf(late),
    all,
    trials: late.length - regular.length,
    nameless: nameless.length,
    classes: Array.from(all, (each) => classOf(requests, good, each, rescued.has(each), strike.stall)),
    firstFailure: failed.reduce((first, wire) => (first <= done[wire] ? first : done[wire]), Number.NaN),
    lastFailure: failed.reduce((last, wire) => (last >= done[wire] ? last : done[wire]), Number.NaN),
    lastSend: regular.reduce((last, wire) => (last >= sent[wire] ? last : sent[wire]), Number.NaN),
  }
}

/** Wire calls open at the instant of the fault, those of them on the victim, and those sent to it later. */
function sortCalls(wires: Wires, { victim, at, until, namelessUntil }: Strike) {
  const { n, replica, sent, outcome } = wires
  const [open, openOnVictim, late, nameless]: number[][] = [[], [], [], []]
  for (let wire = 0; wire < n; wire++) {
    if (wires.row[wire] < 0) continue
    const wasOpen = isOpen(wires, wire, at)
    const isLater = sent[wire] > at && sent[wire] < until
    if (wasOpen) open.push(wire)
    if (!wasOpen && !isLater) continue
    if (replica[wire] < 0 && outcome[wire] !== OK && sent[wire] < namelessUntil) nameless.push(wire)
    if (victim >= 0 && replica[wire] === victim) (wasOpen ? openOnVictim : late).push(wire)
  }
  return { open, openOnVictim, late, nameless }
}

/** @param rescued its call to the victim failed: if it ended ok, another attempt did */
function classOf(requests: RequestColumns, good: Uint8Array, row: number, rescued: boolean, stall: number): HitClass {
  if (!isOk(requests, row)) return OUTCOMES[requests.outcome[row]] as HitClass
  if (rescued) return 'retried-ok'
  if (requests.stall[row] > stall) return 'migrated'
  return good[row] === 1 ? 'ok-unhurt' : 'ok-slow'
}

/** Whether a request of that class was hurt by more than being slow. */
export const isHurt = (hit: HitClass): boolean => hit !== 'ok-unhurt' && hit !== 'ok-slow'
