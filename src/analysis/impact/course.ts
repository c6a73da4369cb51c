import { type Nanos, NS_PER_S, nanos } from '../../base/nanos.ts'
import type { Course } from '../../model/impact.ts'
import type { Window } from '../window.ts'
import { binsFrom } from './bins.ts'
import type { Scene } from './scene.ts'

/** Seconds of the picture before a fault, after its end, and at most. */
const BEFORE = 60
export const AFTER = 15
const MOST = 600

/** The seconds around a fault, on the grid that has it on an edge. */
export function courseOf(
  { requests, good }: Scene,
  before: Window,
  { at, until }: { at: Nanos; until: Nanos },
): Course {
  const lead = Math.min(BEFORE, Math.max(0, Math.floor((at - before.from) / NS_PER_S)))
  const from = nanos(at - lead * NS_PER_S)
  const to = nanos(Math.min(until, from + MOST * NS_PER_S))
  const bins = binsFrom(requests, good, { from, to })
  return { from, good: [...bins.good], failed: [...bins.offered].map((n, bin) => n - bins.ok[bin]) }
}
