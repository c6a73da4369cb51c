import type { Window } from '../window.ts'
import type { ServerSeries } from './server-series.ts'

export interface CounterDelta {
  delta: number
  /** Where the counter began again at zero, in the window. ns */
  resets: readonly number[]
}

/**
 * How much a counter grew in the window, straight between the readings around each edge, never beyond them. One that
 * falls, or whose process started again, began at zero; one that appears while its source was already read did so too.
 * docs/methodology.md §1
 * @param restarts instants from which on another process answered, ns
 */
export function counterDelta(
  series: ServerSeries,
  { from, to }: Window,
  restarts: readonly number[] = [],
): CounterDelta {
  const resets: number[] = []
  const total: { at: number; value: number }[] = []
  const { points, readSince } = series
  if (readSince < points[0].at) total.push({ at: lastReadBefore(series), value: 0 })
  let sum = total.length > 0 ? points[0].value : 0
  for (const [i, { at, value }] of points.entries()) {
    const before = points[i - 1]
    if (before !== undefined) {
      const again = value < before.value || restarts.some((start) => start > before.at && start <= at)
      if (again && at > from && before.at < to) resets.push(at)
      sum += again ? value : value - before.value
    }
    total.push({ at, value: sum })
  }
  return { delta: valueAt(total, to) - valueAt(total, from), resets }
}

/** A series appears with its first event: it lacked one at the reading before. */
function lastReadBefore({ points, readSince }: ServerSeries): number {
  const interval = points.length > 1 ? points[1].at - points[0].at : points[0].at - readSince
  return Math.max(readSince, points[0].at - interval)
}

function valueAt(points: readonly { at: number; value: number }[], at: number): number {
  const next = points.findIndex((point) => point.at >= at)
  if (next < 0) return points[points.length - 1].value
  if (next === 0) return points[0].value
  const [a, b] = [points[next - 1], points[next]]
  return a.value + ((b.value - a.value) * (at - a.at)) / (b.at - a.at)
}
