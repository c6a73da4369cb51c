import { type Nanos, nanos } from '../../base/nanos.ts'
import type { Milestones } from '../../model/impact.ts'
import type { Hits } from './hits.ts'
import type { Round } from './rounds.ts'

/** The instants t0 … t6 of a round, from the log’s events and from what the clients saw. docs/methodology.md §8 */
export function milestonesOf(
  { issued, steps, ejected, admitted }: Round,
  { lastFailure, lastSend }: Hits,
  detection: Nanos | null,
  recovered: Nanos | null,
): Milestones {
  const last = [lastFailure, lastSend].filter((at) => !Number.isNaN(at))
  return {
    issued,
    confirmed: steps.confirmed ?? null,
    firstFailure: detection === null ? null : nanos(issued + detection),
    lastHit: last.length === 0 ? null : nanos(Math.max(...last)),
    ejected,
    undone: steps.undone ?? null,
    restarted: steps.restarted ?? null,
    portOpen: steps['port-open'] ?? null,
    ready: steps.ready ?? null,
    answers: steps.answers ?? null,
    admitted,
    recovered,
  }
}
