import { nanos } from '../../base/nanos.ts'
import type { Reference } from '../../model/impact.ts'
import { ordered, ppm, quantileLinear, sortInPlace } from '../../stats/quantile.ts'
import { isOk } from '../timing.ts'
import type { Window } from '../window.ts'
import { binsSparing, failedShares, meanOf } from './bins.ts'
import { attemptsPerRequest } from './retries.ts'
import type { Scene } from './scene.ts'

/**
 * The fleet before a fault, over whole seconds that end with it. Requests that the fault caught in flight were due in
 * them: they count as good and not as failed, or the reference would hold part of what it is a reference for.
 * docs/methodology.md §8
 */
export function referenceBefore(scene: Scene, { from, to }: Window, caught: Int32Array): Reference {
  const { requests } = scene
  const seconds = Math.max(0, Math.floor((to - from) / 1e9))
  const range = { from: nanos(to - seconds * 1e9), to }
  const bins = binsSparing(caught, requests, scene.good, range)
  return {
    ...range,
    goodput: median(bins.good),
    failed: meanOf(failedShares(bins)),
    latency: median(latencies(scene, range)),
    attemptsPerRequest: attemptsPerRequest(requests, range),
    inherited: false,
  }
}

function latencies({ requests }: Scene, { from, to }: Window): Float64Array {
  const found = new Float64Array(requests.rows)
  let n = 0
  for (let row = 0; row < requests.rows; row++) {
    const due = requests.due[row]
    if (due >= from && due < to && isOk(requests, row)) found[n++] = requests.done[row] - due
  }
  return found.subarray(0, n)
}

/** The middle value, or the mean of the two in the middle. */
export const median = (values: Float64Array): number => quantileLinear(ordered(sortInPlace(values.slice())), ppm(0.5))
