import { NS_PER_S } from '../../base/nanos.ts'
import { digits, type Metered, type MeterRefusal, type Span, seconds } from './metered.ts'
import { around, between, type Point, valueAt } from './points.ts'

const LONGEST_GAP = 3
const MISSING = 0.02
/** A reading that comes later than this many intervals has one missing before it. */
const LATE = 1.5

/**
 * Energy of a span by sampled power in J: trapezoids between samples, edges interpolated, nothing extrapolated.
 * docs/methodology.md §9
 * @param nominal time from one sample to the next, ns
 */
export function powerEnergy(points: readonly Point[], nominal: number, { from, to }: Span): Metered | MeterRefusal {
  const near = around(points, from, to)
  const refusal = checkGaps(near, nominal, { from, to })
  if (refusal !== null) return refusal
  const lo = Math.max(from, near[0].at)
  const hi = Math.min(to, near[near.length - 1].at)
  const unknown = (to - from - (hi - lo)) / NS_PER_S
  const edgeWatts: [number, number] = [valueAt(near, lo), valueAt(near, hi)]
  // A sample may be as old as the time between two: the window is then shifted by so much.
  const stale = (nominal / NS_PER_S) * Math.abs(edgeWatts[1] - edgeWatts[0])
  return {
    joules: trapezoid(near, lo, hi),
    edgeWatts,
    gap: Math.hypot(samplingError(near), stale) + unknown * Math.max(...edgeWatts),
    samples: near.filter(({ at }) => at >= from && at < to).length,
  }
}

/** ∫ P dt in J, straight between samples; `from` and `to` lie between the first and the last. ns, W */
export function trapezoid(points: readonly Point[], from: number, to: number): number {
  let joules = 0
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    const lo = Math.max(from, a.at)
    const hi = Math.min(to, b.at)
    if (hi > lo) joules += ((between(a, b, lo) + between(a, b, hi)) / 2) * ((hi - lo) / NS_PER_S)
  }
  return joules
}

/**
 * What samples cannot tell of the power between them, at 95 %: two standard errors of a sum of values drawn at these
 * instants, their variance from successive differences, which slow change does not blow up. J
 */
function samplingError(points: readonly Point[]): number {
  let squares = 0
  for (let i = 1; i < points.length; i++) {
    const [a, b] = [points[i - 1], points[i]]
    squares += (((b.value - a.value) * (b.at - a.at)) / NS_PER_S) ** 2
  }
  return Math.sqrt(2 * squares)
}

function checkGaps(points: readonly Point[], nominal: number, { from, to }: Span): MeterRefusal | null {
  let [longest, missing] = [0, 0]
  for (let i = 1; i < points.length; i++) {
    const gap = points[i].at - points[i - 1].at
    longest = Math.max(longest, gap)
    if (gap > LATE * nominal) missing += Math.min(to, points[i].at) - Math.max(from, points[i - 1].at) - nominal
  }
  if (longest > LONGEST_GAP * nominal) {
    return {
      refused: 'sampling-gap',
      because: `no sample for ${seconds(longest)}, and they should come every ${seconds(nominal)}`,
    }
  }
  const share = missing / (to - from)
  if (share <= MISSING) return null
  return {
    refused: 'sampling-gap',
    because: `samples are missing over ${digits(share * 100)} % of the window`,
  }
}
