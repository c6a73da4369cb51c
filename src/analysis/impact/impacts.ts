import { nanos } from '../../base/nanos.ts'
import type { AttemptColumns } from '../../model/attempts.ts'
import type { Impact } from '../../model/impact.ts'
import type { RunEvent } from '../../model/run-log.ts'
import type { View } from '../slice.ts'
import { measureImpact } from './measure.ts'
import { roundsOf } from './rounds.ts'
import { sceneOf } from './scene.ts'

/**
 * What every fault of a run did, in order. The time before one begins where the fleet had recovered from the one before;
 * the time after it ends with the next. docs/methodology.md §8
 * @param cohort requests of the measured cohort
 */
export function measureImpacts(
  view: View,
  attempts: AttemptColumns | undefined,
  events: readonly RunEvent[],
  cohort: number,
): Impact[] {
  const { window } = view
  const rounds = roundsOf(events)
  if (rounds.length === 0) return []
  const scene = sceneOf(view, attempts, cohort)
  const impacts: Impact[] = []
  for (const [i, round] of rounds.entries()) {
    const previous = impacts.at(-1) ?? null
    const from = previous === null ? window.from : (previous.milestones.recovered ?? previous.observed.to)
    const later = rounds.slice(i + 1)
    const [next, again] = [later[0], later.find(({ replica }) => replica === round.replica)].map((other) =>
      nanos(Math.min(other?.issued ?? window.to, window.to)),
    )
    impacts.push(
      measureImpact(scene, round, {
        before: { from: nanos(Math.max(from, window.from)), to: nanos(Math.min(round.issued, window.to)) },
        until: next,
        struckAgain: again,
        previous: previous?.reference ?? null,
      }),
    )
  }
  return impacts
}
