import type { HitClass, HitSet, Impact } from '../../model/impact.ts'
import type { Window } from '../window.ts'
import { estimateHits } from './estimate.ts'
import type { Hits } from './hits.ts'
import type { Scene } from './scene.ts'

/** The hit set in numbers; estimated where failures do not say which replica they came from. */
export function describeHits(
  scene: Scene,
  hits: Hits,
  victim: number,
  { before, since, lostInFlight }: { before: Window; since: Window; lostInFlight: number },
): Pick<Impact, 'hits' | 'estimated'> {
  const estimated = victim < 0 || hits.nameless > 0
  const exact = countClasses(hits.classes)
  const classes = estimated ? { ...onlyOk(exact), ...estimateHits(scene, hits.open, before, since) } : exact
  return {
    estimated,
    hits: {
      n: Object.values(classes).reduce((sum, n) => sum + n, 0),
      classes,
      inFlight: {
        fleet: hits.open.length,
        victim: estimated ? null : hits.openOnVictim.length,
        lost: lostInFlight,
      },
      late: hits.late.length,
      trials: hits.trials,
    },
  }
}

export function countClasses(classes: readonly HitClass[]): HitSet['classes'] {
  const counts: { [hit in HitClass]?: number } = {}
  for (const hit of classes) counts[hit] = (counts[hit] ?? 0) + 1
  return counts
}

const OK_CLASSES: readonly HitClass[] = ['retried-ok', 'migrated', 'ok-slow', 'ok-unhurt']

const onlyOk = (classes: HitSet['classes']): HitSet['classes'] =>
  Object.fromEntries(Object.entries(classes).filter(([hit]) => OK_CLASSES.includes(hit as HitClass)))
