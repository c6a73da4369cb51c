import { NS_PER_S } from '../../base/nanos.ts'
import { digits, type Metered, type MeterRefusal, type Span } from './metered.ts'
import { around, changesOf, type Point, valueAt } from './points.ts'

/**
 * Energy of a span by a counter in J: its difference between the edges, each found straight between the two new values
 * around it. Where it falls it has wrapped once, if it has a range. docs/methodology.md §9
 * @param range value at which it wraps, J; null: it does not
 */
export function counterEnergy(
  points: readonly Point[],
  range: number | null,
  { from, to }: Span,
): Metered | MeterRefusal {
  const near = around(changesOf(points), from, to)
  const total = unwrap(near, range)
  if (total === null) {
    return { refused: 'counter-reset', because: 'it fell, and no range is known at which it wraps' }
  }
  const unseen = range === null ? null : tooSlowFor(range, around(points, from, to), total)
  if (unseen !== null) return unseen
  const lo = Math.max(from, total[0].at)
  const hi = Math.min(to, total[total.length - 1].at)
  const edges = [stepAt(total, lo), stepAt(total, hi)] as const
  const unknown = (to - from - (hi - lo)) / NS_PER_S
  const edgeWatts = edges.map(watts)
  return {
    joules: valueAt(total, hi) - valueAt(total, lo),
    edgeWatts: [edgeWatts[0], edgeWatts[1]],
    gap:
      Math.hypot(edgeError(edges[0], lo), edgeError(edges[1], hi), staleness(edges)) + unknown * Math.max(...edgeWatts),
    samples: near.filter(({ at }) => at >= from && at < to).length,
  }
}

/** Difference of two values of a counter that wraps at `range`, at most once. */
export const wrappedDelta = (before: number, after: number, range: number): number =>
  after >= before ? after - before : after + range - before

/** Longest time between readings in which a counter cannot wrap twice unseen: s. */
export const longestInterval = (range: number, mostWatts: number): number => range / mostWatts

/** The counter as it would be had it never wrapped. null: it fell and cannot wrap. */
function unwrap(points: readonly Point[], range: number | null): Point[] | null {
  const total: Point[] = []
  for (const [i, { at, value }] of points.entries()) {
    const before = points[i - 1]
    if (before !== undefined && value < before.value && range === null) return null
    const step = before === undefined ? value : wrappedDelta(before.value, value, range ?? 0)
    total.push({ at, value: (total.at(-1)?.value ?? 0) + step })
  }
  return total
}

function tooSlowFor(range: number, readings: readonly Point[], total: readonly Point[]): MeterRefusal | null {
  const longest = greatest(steps(readings), ([a, b]) => b.at - a.at) / NS_PER_S
  const allowed = longestInterval(range, greatest(steps(total), watts))
  if (longest < allowed) return null
  return {
    refused: 'wrap-unseen',
    because: `${digits(longest)} s passed between readings, and it may wrap every ${digits(allowed)} s`,
  }
}

type Step = readonly [Point, Point]

const steps = (points: readonly Point[]): Step[] => points.slice(1).map((point, i) => [points[i], point])

const greatest = (all: readonly Step[], value: (step: Step) => number): number =>
  all.reduce((most, step) => Math.max(most, value(step)), 0)

const watts = ([a, b]: Step): number => ((b.value - a.value) / (b.at - a.at)) * NS_PER_S

/** The two points around an instant. */
function stepAt(points: readonly Point[], at: number): Step {
  const next = Math.max(
    1,
    points.findIndex((point) => point.at >= at),
  )
  return [points[next - 1], points[next]]
}

/** A counter only grows: between two values it was nowhere but between them, however unevenly it grew. J */
function edgeError([a, b]: Step, at: number): number {
  const share = (at - a.at) / (b.at - a.at)
  return (b.value - a.value) * Math.max(share, 1 - share)
}

/** A value may be as old as the time between two: the window is then shifted by so much. J */
function staleness([first, last]: readonly [Step, Step]): number {
  const oldest = Math.max(first[1].at - first[0].at, last[1].at - last[0].at) / NS_PER_S
  return oldest * Math.abs(watts(last) - watts(first))
}
