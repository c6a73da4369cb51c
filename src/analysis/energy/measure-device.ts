import { NS_PER_S } from '../../base/nanos.ts'
import { counterEnergy } from './counter.ts'
import { isRefusal, type Metered, type MeterRefusal, type Span, seconds } from './metered.ts'
import type { Meter } from './meters.ts'
import { changesOf, type Point, refreshOf } from './points.ts'
import { powerEnergy } from './power.ts'

const LEAST_REFRESHES = 10
/** A counter that is read and does not grow for so many refreshes is frozen; power may rest on a value for longer. */
const COUNTER_RESTS = 3
const POWER_RESTS = 10
const POWER_RESTS_NS = 10 * NS_PER_S

export interface Sampling {
  by: 'counter' | 'power'
  /** Time from one reading to the next as planned, ns; null: as found. */
  nominal: number | null
  /** Added to the instants of power readings, ns. */
  shift: number
  /** Tokens flow in the span: a meter must not stand still. */
  flowing: boolean
}

export interface MeteredDevice extends Metered {
  refresh: number
  /** Time at the edges of the span for which there are no readings, ns. */
  uncovered: number
}

/** Energy of one device over a span, if its readings bear it. docs/methodology.md §9 */
export function measureDevice(meter: Meter, span: Span, sampling: Sampling): MeteredDevice | MeterRefusal {
  const { by, shift, flowing } = sampling
  const points = by === 'counter' ? meter.energy : meter.power.map(({ at, value }) => ({ at: at + shift, value }))
  if (!points.some(({ at }) => at >= span.from && at < span.to)) return gone(meter, 'gave no readings in the window')
  const changes = changesOf(points)
  const found = refreshOf(changes, span.from, span.to)
  const interval = refreshOf(points, span.from, span.to) ?? span.to - span.from
  if (found === null && (by === 'counter' || flowing)) return frozen(meter, span.to - span.from)
  const refresh = found ?? interval
  const rest = longestRest(points, span)
  const allowed = by === 'counter' ? COUNTER_RESTS * refresh : Math.max(POWER_RESTS * refresh, POWER_RESTS_NS)
  if (flowing && rest > allowed) return frozen(meter, rest)
  if (span.to - span.from < LEAST_REFRESHES * refresh) return tooFew(meter, refresh)
  const nominal = Math.max(sampling.nominal ?? interval, refresh)
  const result =
    by === 'counter' ? counterEnergy(points, meter.range, span) : powerEnergy(fresh(points, refresh), nominal, span)
  return isRefusal(result)
    ? { ...result, because: `${nameOf(meter)}: ${result.because}` }
    : { ...result, refresh, uncovered: uncoveredBy(points, span) }
}

/**
 * Samples that are the meter's own: a value that was read again before the next refresh was due is a repeat, and would
 * turn a straight line between samples into a step.
 */
function fresh(points: readonly Point[], refresh: number): Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last === undefined || point.value !== last.value || point.at - last.at >= refresh) kept.push(point)
  }
  return kept
}

/** Longest time over which a value was read again and again, inside the span. */
function longestRest(points: readonly Point[], { from, to }: Span): number {
  let [longest, since] = [0, points[0]]
  for (const point of points) {
    if (point.value !== since.value) since = point
    longest = Math.max(longest, Math.min(to, point.at) - Math.max(from, since.at))
  }
  return longest
}

function uncoveredBy(points: readonly Point[], { from, to }: Span): number {
  const first = points[0].at
  const last = points[points.length - 1].at
  return Math.max(0, first - from) + Math.max(0, to - last)
}

const gone = (meter: Meter, because: string): MeterRefusal => ({
  refused: 'missing-device',
  because: `${nameOf(meter)} ${because}`,
})

const frozen = (meter: Meter, still: number): MeterRefusal => ({
  refused: 'frozen',
  because: `${nameOf(meter)} stood still for ${seconds(still)}`,
})

const tooFew = (meter: Meter, refresh: number): MeterRefusal => ({
  refused: 'few-refreshes',
  because: `${nameOf(meter)} has a new value every ${seconds(refresh)}: the window must be ten times that`,
})

/** A device as a sentence names it. */
export const nameOf = ({ source, scope, replica, device, others }: Meter): string =>
  [source, replica, scope, device, others].filter((part) => part !== null && part !== '').join(' ')
