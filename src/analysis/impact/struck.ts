import { type Nanos, nanos } from '../../base/nanos.ts'
import { isOk } from '../timing.ts'
import { type Hits, hitSet, isHurt } from './hits.ts'
import { type Round, returnOf } from './rounds.ts'
import type { Scene } from './scene.ts'

/** Whom a round hit. */
export interface Struck {
  /** Code of the replica, −1 where a gateway’s answers do not name it. */
  victim: number
  hits: Hits
  /** Requests due before it that it cost. */
  caught: Int32Array
  /** When the replica was back, or was struck again. */
  downUntil: Nanos
}

/** When a round ends for the fleet, and for its replica: with the next fault, on whomever and on the same. */
export interface Ends {
  until: Nanos
  struckAgain: Nanos
}

/** A fault on another replica ends what is observed of this one, but not that requests go to who is down. */
export function strike(scene: Scene, round: Round, { until, struckAgain }: Ends): Struck {
  const { requests, good, wires, settings } = scene
  const at = round.issued
  const victim = victimOf(scene, round)
  const downUntil = nanos(Math.min(returnOf(round) ?? struckAgain, Math.max(at, struckAgain)))
  const hits = hitSet(requests, good, wires, {
    victim,
    at,
    until: downUntil,
    namelessUntil: Math.max(at, until),
    stall: settings.stall,
    trials: round.trials,
  })
  return { victim, hits, caught: caughtByFault(scene, hits, at), downUntil }
}

/** Where Tailgate itself chose who was asked and the replica never was, a code that none has. */
function victimOf({ wires, gateway }: Scene, { replica }: Round): number {
  const code = wires.names.indexOf(replica)
  if (code >= 0 && wires.replica.subarray(0, wires.n).includes(code)) return code
  return gateway ? -1 : wires.names.length
}

/**
 * Requests due before the fault that it cost: failed in flight, or on the victim, hurt and no longer good. On the victim
 * are also those that were sent only after it, late or again.
 */
function caughtByFault({ requests, good }: Scene, hits: Hits, at: Nanos): Int32Array {
  const hurt = new Set(hits.all.filter((row, i) => isHurt(hits.classes[i]) && good[row] === 0))
  const candidates = Int32Array.from(new Set([...hits.open, ...hits.late]))
  return candidates.filter((row) => requests.due[row] < at && (!isOk(requests, row) || hurt.has(row)))
}
