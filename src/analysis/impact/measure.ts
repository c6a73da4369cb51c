import { type Nanos, NS_PER_S, nanos } from '../../base/nanos.ts'
import type { Bounded, Impact, OfferedRate, Reference } from '../../model/impact.ts'
import { isOk } from '../timing.ts'
import type { Window } from '../window.ts'
import { type Bins, binsFrom, binsSparing, darkSeconds, failedShares, meanOf, unavailableSeconds } from './bins.ts'
import { blastRadius } from './blast.ts'
import { AFTER, courseOf } from './course.ts'
import { dipDepth, lostArea } from './dip.ts'
import { budgetOf, eventAvailability } from './event-share.ts'
import { evictionOf } from './eviction.ts'
import { describeHits } from './hit-classes.ts'
import type { Hits } from './hits.ts'
import { milestonesOf } from './milestones.ts'
import { readmissionOf } from './readmission.ts'
import { recoveryBin } from './recovery.ts'
import { referenceBefore } from './reference.ts'
import { attemptsPerRequest } from './retries.ts'
import { type Round, restartOf, returnOf } from './rounds.ts'
import type { Scene } from './scene.ts'
import type { Ends, Struck } from './struck.ts'
import { degradedTail } from './tail.ts'
import { goodputWithout } from './without.ts'

/** Where one round stands among the others. */
export interface Place extends Ends {
  /** Since the recovery from the round before. */
  before: Window
  previous: Reference | null
  /** Requests that later faults cost: none of this one's loss. */
  lostLater: Int32Array
}

/** Everything one round of one fault did to the clients. docs/methodology.md §8 */
export function measureImpact(
  scene: Scene,
  round: Round,
  { victim, hits, caught, downUntil }: Struck,
  { before, until, struckAgain, previous, lostLater }: Place,
): Impact {
  const { requests, good, wires, settings } = scene
  const at = round.issued
  const observed = { from: at, to: nanos(Math.max(at, until)) }
  const returned = returnOf(round)
  const reference = referenceOrPrevious(referenceBefore(scene, before, caught), previous)
  const bins = binsSparing(lostLater, requests, good, observed)
  const failed = failedShares(bins)

  const hold = Math.max(1, Math.ceil(settings.hold / NS_PER_S))
  const allowed = Math.max(scene.failuresAllowed, Number.isNaN(reference.failed) ? 0 : reference.failed)
  const backTo = (goodput: number | null) =>
    goodput !== null && goodput > 0
      ? recoveryBin(bins.good, failed, { goodput: (1 - settings.tolerance) * goodput, failed: allowed, hold })
      : null
  const full = backTo(reference.goodput)
  const recovered = full?.bin ?? bins.n
  const held = Math.min(bins.n, recovered + hold)
  const span = (seconds: number): Window => ({ from: at, to: nanos(at + seconds * NS_PER_S) })

  const lostInFlight = hits.open.filter((row) => !isOk(requests, row)).length
  const eviction =
    victim < 0 ? null : evictionOf(wires, victim, before, { at, lastSend: hits.lastSend, until: downUntil })
  const { detection, detectedBy } = detectionOf(scene, hits, at)
  const evicted = eviction === null || eviction.atLeast ? null : nanos(at + eviction.value)
  const restarted = restartOf(round)
  const replicas = replicasBefore(scene, before)
  const during = attemptsPerRequest(requests, span(recovered > 0 ? recovered : held))
  return {
    fault: round.fault,
    round: round.round,
    replica: round.replica,
    method: round.method,
    replicas,
    ...describeHits(scene, hits, victim, { before, since: span(held), lostInFlight }),
    milestones: milestonesOf(round, hits, detection, full?.held ? nanos(at + recovered * NS_PER_S) : null),
    reference,
    observed,
    offered: { before: offeredRate(binsFrom(requests, good, before)), since: offeredRate(bins, held) },
    detection,
    detectedBy,
    eviction,
    ...outageOf(bins),
    dip: dipDepth(bins.good, reference.goodput, recovered),
    lost: lostRequests(bins, reference, caught.length, { recovered, held, atLeast: full?.held !== true }),
    excessDelay: { value: excessDelay(scene, reference, span(held)), atLeast: full?.held !== true },
    recovery: bounded(full),
    recoveryNMinus1: bounded(backTo(settings.nMinus1Goodput)),
    tail: degradedTail(scene, span(recovered)),
    without:
      evicted === null
        ? null
        : goodputWithout(bins.good, observed, evicted, returned, {
            kind: settings.nMinus1Goodput === null ? 'before' : 'n-1',
            goodput: settings.nMinus1Goodput ?? reference.goodput,
          }),
    retries: { before: reference.attemptsPerRequest, during, amplification: during / reference.attemptsPerRequest },
    blast: blastRadius(lostInFlight, hits.open.length, replicas),
    affected: affectedOf(bins, recovered),
    budget: budgetOf(scene, bins, caught.filter((row) => !isOk(requests, row)).length, { recovered, held }),
    goodputAfter: goodputAfter(bins, reference, full?.held === true ? recovered : bins.n - hold),
    availability: eventAvailability(bins, held),
    course: courseOf(scene, before, { at, until: nanos(at + Math.min(bins.n, held + AFTER) * NS_PER_S) }),
    readmission: restarted === null ? null : readmissionOf(scene, victim, restarted, struckAgain),
  }
}

const offeredRate = ({ offered, n }: Bins, seconds = n): OfferedRate => ({
  rate: meanOf(offered, 0, seconds),
  seconds,
})

function referenceOrPrevious(own: Reference, previous: Reference | null): Reference {
  return own.goodput > 0 || previous === null ? own : { ...previous, inherited: true }
}

/** First end of a failed hit; where none failed, of one that was slow. */
function detectionOf({ requests }: Scene, hits: Hits, at: Nanos): Pick<Impact, 'detection' | 'detectedBy'> {
  if (!Number.isNaN(hits.firstFailure)) {
    return { detection: nanos(hits.firstFailure - at), detectedBy: 'failure' }
  }
  const slow = hits.all.filter((_, i) => hits.classes[i] === 'migrated' || hits.classes[i] === 'ok-slow')
  const first = slow.reduce((least, row) => Math.min(least, requests.done[row]), Number.POSITIVE_INFINITY)
  if (!Number.isFinite(first)) return { detection: null, detectedBy: null }
  return { detection: nanos(first - at), detectedBy: 'late answer' }
}

/** Replicas that took requests before the fault. */
function replicasBefore({ wires, targets }: Scene, { from, to }: Window): number | null {
  const seen = new Set<number>()
  for (let wire = 0; wire < wires.n; wire++) {
    if (wires.replica[wire] >= 0 && wires.sent[wire] >= from && wires.sent[wire] < to) seen.add(wires.replica[wire])
  }
  if (seen.size > 0) return seen.size
  return targets > 1 ? targets : null
}

function lostRequests(
  { good }: Bins,
  { goodput }: Reference,
  inFlight: number,
  { recovered, held, atLeast }: { recovered: number; held: number; atLeast: boolean },
): Impact['lost'] {
  const untilHold = lostArea(good, goodput, held)
  return {
    inFlight,
    untilRecovery: lostArea(good, goodput, recovered),
    untilHold,
    total: inFlight + untilHold,
    atLeast,
  }
}

/** Latency above its median before, summed over ok requests due in a range: ns, signed. */
function excessDelay({ requests }: Scene, { latency }: Reference, { from, to }: Window): number {
  let sum = 0
  for (let row = 0; row < requests.rows; row++) {
    const due = requests.due[row]
    if (due >= from && due < to && isOk(requests, row)) sum += requests.done[row] - due - latency
  }
  return sum
}

function affectedOf({ offered, good }: Bins, bins: number): Impact['affected'] {
  let [n, of] = [0, 0]
  for (let bin = 0; bin < bins; bin++) {
    n += offered[bin] - good[bin]
    of += offered[bin]
  }
  return { n, of }
}

function goodputAfter({ good, n }: Bins, { goodput }: Reference, from: number): number | null {
  const mean = meanOf(good, Math.max(0, from), n)
  return goodput > 0 && !Number.isNaN(mean) ? mean / goodput : null
}

function bounded(found: { bin: number; held: boolean } | null): Bounded | null {
  return found && { value: nanos(found.bin * NS_PER_S), atLeast: !found.held }
}

function outageOf(bins: Bins): Pick<Impact, 'unavailable' | 'dark'> {
  const { total, longest } = unavailableSeconds(bins)
  const dark = darkSeconds(bins)
  return {
    unavailable: { total: nanos(total * NS_PER_S), longest: nanos(longest * NS_PER_S) },
    dark: { longest: nanos(dark.longest * NS_PER_S), requests: dark.requests },
  }
}
