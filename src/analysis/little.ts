import { type Sorted, sortInPlace } from '../stats/quantile.ts'
import type { Window } from './window.ts'

/** Little's law over a window, found in two ways that must agree. Instants in ns. */
export interface Little {
  /** Mean number in flight, by integrating the count between sends and ends. */
  l: number
  /** Rate × mean residence, both of the residences clipped to the window. */
  lambdaW: number
  /** Rate of sends inside the window × their mean whole residence: differs where residences cross the edges. */
  naive: number
  /** Residences that overlap the window, and the most at one instant. */
  n: number
  peak: number
}

/**
 * L = λ·W for the requests in flight. `l` and `lambdaW` are an identity: a difference is an error of the log, such as an
 * end before its send. docs/methodology.md §7.5
 * @param rows the rows of `starts` and `ends` to look at; those without both instants are left out
 */
export function little(starts: Float64Array, ends: Float64Array, rows: Int32Array, window: Window): Little {
  const length = window.to - window.from
  const complete = rows.filter((row) => !Number.isNaN(starts[row]) && !Number.isNaN(ends[row]))
  let [n, clipped, arrivals, whole] = [0, 0, 0, 0]
  for (const row of complete) {
    const overlap = Math.min(ends[row], window.to) - Math.max(starts[row], window.from)
    if (overlap > 0) {
      n++
      clipped += overlap
    }
    if (starts[row] >= window.from && starts[row] < window.to) {
      arrivals++
      whole += ends[row] - starts[row]
    }
  }
  const { integral, peak } = sweep(starts, ends, complete, window)
  const rate = n / length
  const naive = arrivals === 0 ? 0 : (arrivals / length) * (whole / arrivals)
  return { l: integral / length, lambdaW: n === 0 ? 0 : rate * (clipped / n), naive, n, peak }
}

/** Steps through sends and ends in time order. Ends come first where both fall on one instant. */
function sweep(starts: Float64Array, ends: Float64Array, rows: Int32Array, window: Window) {
  const up = sortedAt(starts, rows)
  const down = sortedAt(ends, rows)
  let [i, j, count, peak, integral] = [0, 0, 0, 0, 0]
  let now: number = window.from
  while (i < up.length || j < down.length) {
    const ending = i >= up.length || down[j] <= up[i]
    const next = Math.min(window.to, Math.max(window.from, ending ? down[j] : up[i]))
    integral += count * (next - now)
    // Before and after the window no time passes here, so that what was in flight there is no peak of it.
    if (next > now && count > peak) peak = count
    now = next
    count += ending ? -1 : 1
    if (ending) j++
    else i++
  }
  return { integral, peak }
}

function sortedAt(instants: Float64Array, rows: Int32Array): Sorted {
  const found = new Float64Array(rows.length)
  for (let i = 0; i < rows.length; i++) found[i] = instants[rows[i]]
  return sortInPlace(found)
}
