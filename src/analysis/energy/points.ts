import type { Reading } from '../../model/run-log.ts'

/** A value at an instant, ns. */
export interface Point {
  at: number
  value: number
}

/** More than any machine draws, or has drawn in a year: what meters print for want of a value. W, J */
const MOST = { power: 1e9, energy: 1e14, 'energy.range': 1e14 } as const

export type MeterSeries = keyof typeof MOST

export const isMeterSeries = (name: string): name is MeterSeries => Object.hasOwn(MOST, name)

/** Whether it is a value at all, and no sentinel. */
export const isPlausible = (name: MeterSeries, { value }: Reading): boolean =>
  Number.isFinite(value) && value >= 0 && value < MOST[name]

/** Points whose value differs from the one before: what the meter newly said, since faster reading repeats it. */
export const changesOf = (points: readonly Point[]): Point[] =>
  points.filter(({ value }, i) => i === 0 || value !== points[i - 1].value)

/** Typical time between new values around a span, ns: their median. null: there were none. */
export function refreshOf(changes: readonly Point[], from: number, to: number): number | null {
  const gaps: number[] = []
  for (let i = 1; i < changes.length; i++) {
    if (changes[i].at >= from && changes[i - 1].at <= to) gaps.push(changes[i].at - changes[i - 1].at)
  }
  gaps.sort((a, b) => a - b)
  return gaps.length === 0 ? null : gaps[gaps.length >> 1]
}

/** The points from the last at or before `from` to the first at or after `to`. */
export function around(points: readonly Point[], from: number, to: number): Point[] {
  let first = 0
  while (first + 1 < points.length && points[first + 1].at <= from) first++
  let last = points.length - 1
  while (last > 0 && points[last - 1].at >= to) last--
  return points.slice(first, last + 1)
}

/** Straight between the two points around an instant; outside all points the nearest one's. */
export function valueAt(points: readonly Point[], at: number): number {
  const next = points.findIndex((point) => point.at >= at)
  if (next < 0) return points[points.length - 1].value
  if (next === 0) return points[0].value
  return between(points[next - 1], points[next], at)
}

export const between = (a: Point, b: Point, at: number): number =>
  a.value + ((b.value - a.value) * (at - a.at)) / (b.at - a.at)
