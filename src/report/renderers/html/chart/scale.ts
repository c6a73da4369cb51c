import type { Axis } from '../../../../model/report.ts'
import { formatDuration, formatNumber, formatShare, formatValue } from '../../../format.ts'
import { decadeTicks, evenTicks, thin } from './ticks.ts'

/** Places values of one axis on the page. */
export interface Scale {
  place(value: number): number
  ticks: readonly { at: number; label: string }[]
}

/**
 * The scale of an axis over the values it has to hold, drawn from `start` to `end`. `round`: the ends move out to whole
 * steps.
 */
export function scaleOf(axis: Axis, values: readonly number[], start: number, end: number, round: boolean): Scale {
  switch (axis.scale) {
    case 'percentile':
      return percentileScale(values, start, end)
    case 'log':
      return logScale(
        axis,
        values.filter((value) => value > 0),
        start,
        end,
        round,
      )
    default:
      return linearScale(axis, values, start, end, round)
  }
}

function linearScale(axis: Axis, values: readonly number[], start: number, end: number, round: boolean): Scale {
  const low = values.length === 0 || round ? Math.min(0, ...values) : Math.min(...values)
  const most = Math.max(low, ...values)
  const high = most === low ? low + 1 : most
  const steps = evenTicks(low, high, round ? 4 : 6)
  const place = between(low, round ? steps[steps.length - 1] : high, start, end)
  return { place, ticks: steps.map((value) => ({ at: place(value), label: tickLabel(axis, value) })) }
}

function logScale(axis: Axis, values: readonly number[], start: number, end: number, round: boolean): Scale {
  const known = values.length > 0 ? values : [1]
  const least = Math.min(...known)
  const most = Math.max(...known)
  const all = decadeTicks(least, most)
  const low = round ? all[0] : least
  const high = round ? all[all.length - 1] : most
  const log = between(Math.log10(low), Math.log10(high === low ? low * 10 : high), start, end)
  const place = (value: number) => log(Math.log10(Math.max(value, low)))
  const inside = all.filter((value) => value >= low && value <= high)
  return { place, ticks: thin(inside, 6).map((value) => ({ at: place(value), label: tickLabel(axis, value) })) }
}

/** The HDR axis: each nine of the percentile is as wide as the last. The maximum, q = 1, stands at the far end. */
function percentileScale(values: readonly number[], start: number, end: number): Scale {
  const nines = (q: number) => -Math.log10(1 - q)
  const last = Math.max(1, ...values.filter((q) => q < 1).map(nines))
  const onto = between(0, last, start, end)
  const place = (q: number) => onto(q < 1 ? nines(q) : last)
  const shares = [0.5, 0.9, 0.99, 0.999, 0.9999, 0.99999, 0.999999].filter((q) => nines(q) <= last)
  return { place, ticks: shares.map((q) => ({ at: place(q), label: formatShare(q) })) }
}

function between(low: number, high: number, start: number, end: number): (value: number) => number {
  const slope = high === low ? 0 : (end - start) / (high - low)
  return (value) => start + (value - low) * slope
}

/** Ticks carry the unit only where it scales with them; the title names it otherwise. */
function tickLabel({ unit }: Axis, value: number): string {
  if (unit === 'ns') return value === 0 ? '0' : formatDuration(value)
  if (unit === 's') return `${formatNumber(value)} s`
  return unit === 'share' || unit === 'bytes' ? formatValue(value, unit) : formatNumber(value)
}
