import { type Nanos, NS_PER_S, nanos } from '../../base/nanos.ts'
import type { RequestColumns } from '../../model/columns.ts'
import type { Readmission } from '../../model/impact.ts'
import { OK, TIMINGS } from '../timing.ts'
import type { Window } from '../window.ts'
import { median } from './reference.ts'
import type { Scene } from './scene.ts'
import type { Wires } from './wires.ts'

/** For so long the cache of a replica that came back counts as cold. */
const COLD = 60 * NS_PER_S

/**
 * The first good reply of the replica after it came back, and how much slower its first tokens were than the others’ in
 * the minute from that request on. docs/methodology.md §8
 */
export function readmissionOf(scene: Scene, victim: number, back: Nanos, until: Nanos): Readmission | null {
  if (back >= until || victim < 0) return null
  const { requests, good, wires } = scene
  let first = -1
  for (let wire = 0; wire < wires.n; wire++) {
    if (wires.replica[wire] !== victim || !(wires.sent[wire] >= back) || !answered(wires, wire)) continue
    if (good[wires.row[wire]] === 1 && !(wires.done[wire] >= wires.done[first])) first = wire
  }
  if (first < 0 || wires.done[first] >= until) {
    return { back, after: { value: nanos(until - back), atLeast: true }, ttft: null }
  }
  const after = { value: nanos(wires.done[first] - back), atLeast: false }
  const cold = { from: nanos(wires.sent[first]), to: nanos(Math.min(until, wires.sent[first] + COLD)) }
  return { back, after, ttft: scene.streamed ? compareTtft(requests, wires, victim, cold) : null }
}

/** Median ttft of ok requests that the replica answered, and of those that others did. */
function compareTtft(
  requests: RequestColumns,
  wires: Wires,
  victim: number,
  { from, to }: Window,
): Readmission['ttft'] {
  const [own, others]: number[][] = [[], []]
  const ttft = TIMINGS.ttft(requests)
  for (let wire = 0; wire < wires.n; wire++) {
    if (!(wires.sent[wire] >= from && wires.sent[wire] < to) || !answered(wires, wire)) continue
    const value = ttft(wires.row[wire])
    if (!Number.isNaN(value)) (wires.replica[wire] === victim ? own : others).push(value)
  }
  if (own.length === 0 || others.length === 0) return null
  const p50 = (values: readonly number[]) => median(Float64Array.from(values))
  return { own: p50(own), ownN: own.length, others: p50(others), othersN: others.length }
}

const answered = ({ outcome, row }: Wires, wire: number): boolean => outcome[wire] === OK && row[wire] >= 0
