import { NS_PER_S } from '../base/nanos.ts'
import type { Validity } from '../model/analysis.ts'
import type { RequestColumns } from '../model/columns.ts'
import { fitLine } from '../stats/ols.ts'
import type { Window } from './window.ts'

const T_LIMIT = 3
const GROWTH_LIMIT = 0.02
/** Standard deviations of a Poisson count that a backlog must have grown by. */
const SPREADS = 2

/** Whether a backlog's growth is both certain and large against the arrival rate. docs/methodology.md §7.4 */
export const growsTooFast = (slope: number, t: number, arrivalRate: number): boolean =>
  t > T_LIMIT && slope >= GROWTH_LIMIT * arrivalRate

/**
 * Requests due and not yet ended, on a grid of one second (finer for short windows) over the window, and the slope of
 * that backlog. The first `settling` ns are left out, because a load that starts on an idle fleet fills it first.
 * docs/methodology.md §7.4
 */
export function findSaturation(requests: RequestColumns, window: Window, settling: number): Validity['backlog'] {
  const length = window.to - window.from
  const from = window.from + Math.min(settling, length / 2)
  const step = Math.min(NS_PER_S, (window.to - from) / 20)
  const points = Math.floor((window.to - from) / step) + 1
  const change = new Float64Array(points)
  let [arrivals, completions] = [0, 0]
  for (let row = 0; row < requests.rows; row++) {
    const [due, done] = [requests.due[row], requests.done[row]]
    if (Number.isNaN(done)) continue
    if (due >= from && due < window.to) arrivals++
    if (done >= from && done < window.to) completions++
    countFrom(change, due, from, step, 1)
    countFrom(change, done, from, step, -1)
  }
  const backlog = change.slice()
  for (let i = 1; i < points; i++) backlog[i] += backlog[i - 1]
  const line = fitLine(backlog)
  const [slope, arrivalRate] = [(line.slope / step) * NS_PER_S, (arrivals / (window.to - from)) * NS_PER_S]
  // A backlog near its mean moves by the root of it, and for as long as an answer takes: a short window sees a slope there.
  const growth = line.slope * (points - 1) > SPREADS * Math.sqrt(Math.max(0, mean(backlog)))
  const deficit = arrivals - completions
  const shortfall = deficit > GROWTH_LIMIT * arrivals && deficit > T_LIMIT * Math.sqrt(arrivals)
  return {
    slope,
    t: line.t,
    arrivalRate,
    completionRatio: arrivals === 0 ? 1 : completions / arrivals,
    saturated: arrivals > 0 && ((growth && growsTooFast(slope, line.t, arrivalRate)) || shortfall),
  }
}

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** Counts an event at the first grid point that is not before it. */
function countFrom(change: Float64Array, at: number, from: number, step: number, by: number): void {
  const point = Math.max(0, Math.ceil((at - from) / step))
  if (point < change.length) change[point] += by
}
