import { nanos } from '../../base/nanos.ts'
import type { AttemptColumns } from '../../model/attempts.ts'
import type { Impact } from '../../model/impact.ts'
import type { RunEvent } from '../../model/run-log.ts'
import type { View } from '../slice.ts'
import type { Window } from '../window.ts'
import { measureImpact } from './measure.ts'
import { type Round, roundsOf } from './rounds.ts'
import { sceneOf } from './scene.ts'
import { type Ends, strike } from './struck.ts'

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
  const ends = rounds.map((round, i) => endsOf(round, rounds.slice(i + 1), window))
  const struck = rounds.map((round, i) => strike(scene, round, ends[i]))
  const impacts: Impact[] = []
  for (const [i, round] of rounds.entries()) {
    const previous = impacts.at(-1) ?? null
    const from = previous === null ? window.from : (previous.milestones.recovered ?? previous.observed.to)
    impacts.push(
      measureImpact(scene, round, struck[i], {
        ...ends[i],
        before: { from: nanos(Math.max(from, window.from)), to: nanos(Math.min(round.issued, window.to)) },
        previous: previous?.reference ?? null,
        lostLater: Int32Array.from(new Set(struck.slice(i + 1).flatMap(({ caught }) => [...caught]))),
      }),
    )
  }
  return impacts
}

function endsOf({ replica }: Round, later: readonly Round[], { to }: Window): Ends {
  const again = later.find((other) => other.replica === replica)
  return { until: nanos(Math.min(later[0]?.issued ?? to, to)), struckAgain: nanos(Math.min(again?.issued ?? to, to)) }
}
