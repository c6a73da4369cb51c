import { NS_PER_S } from '../base/nanos.ts'
import type { Timeline } from '../model/analysis.ts'
import type { RequestColumns } from '../model/columns.ts'
import { ordered, ppm, quantile, sortInPlace } from '../stats/quantile.ts'
import { Coverage } from './coverage.ts'
import { binOf, type Grid } from './grid.ts'
import { drawStrips } from './strips.ts'
import { isOk, TIMINGS, type Timing } from './timing.ts'

/** The run over time, warm-up and tail included. See `Timeline` for which bin a request counts in. */
export function drawTimeline(
  requests: RequestColumns,
  good: Uint8Array,
  tokens: Float64Array,
  grid: Grid,
  streamed: boolean,
  cutOff: (row: number) => boolean,
): Timeline {
  const seconds = grid.bin / NS_PER_S
  const counts = () => new Float64Array(grid.bins)
  const [offered, completed, goodRate, failed] = [counts(), counts(), counts(), counts()]
  const inFlight = new Coverage(grid.from, grid.bin, grid.bins)
  for (let row = 0; row < requests.rows; row++) {
    if (cutOff(row)) continue
    const ok = isOk(requests, row)
    const due = binOf(grid, requests.due[row])
    const done = binOf(grid, requests.done[row])
    if (due >= 0) {
      offered[due] += 1 / seconds
      if (good[row] === 1) goodRate[due] += 1 / seconds
      if (!ok) failed[due] += 1 / seconds
    }
    if (ok && done >= 0) completed[done] += 1 / seconds
    inFlight.add(requests.sent[row], requests.done[row], 1)
  }
  const [ttftP50, ttftP99] = streamed ? bands(requests, grid, TIMINGS.ttft) : [counts().fill(NaN), counts().fill(NaN)]
  const [latencyP50, latencyP99] = bands(requests, grid, TIMINGS.latency)
  return {
    ...grid,
    offered,
    completed,
    good: goodRate,
    failed,
    inFlight: inFlight.bins(grid.bin),
    tokens: tokens.map((n) => n / seconds),
    ttftP50,
    ttftP99,
    latencyP50,
    latencyP99,
    replicas: drawStrips(requests, good, grid),
  }
}

/** Median and p99 per bin of ok requests due in it: values are laid out bin by bin, then each bin is sorted. */
function bands(requests: RequestColumns, grid: Grid, timing: Timing): [Float64Array, Float64Array] {
  const value = timing(requests)
  const usable = (row: number) => isOk(requests, row) && !Number.isNaN(value(row))
  const ends = new Uint32Array(grid.bins + 1)
  for (let row = 0; row < requests.rows; row++) {
    const bin = binOf(grid, requests.due[row])
    if (bin >= 0 && usable(row)) ends[bin + 1]++
  }
  for (let bin = 0; bin < grid.bins; bin++) ends[bin + 1] += ends[bin]
  const values = new Float64Array(ends[grid.bins])
  const next = ends.slice()
  for (let row = 0; row < requests.rows; row++) {
    const bin = binOf(grid, requests.due[row])
    if (bin >= 0 && usable(row)) values[next[bin]++] = value(row)
  }
  const p50 = new Float64Array(grid.bins)
  const p99 = new Float64Array(grid.bins)
  for (let bin = 0; bin < grid.bins; bin++) {
    const inBin = ordered(sortInPlace(values.subarray(ends[bin], ends[bin + 1])))
    p50[bin] = quantile(inBin, ppm(0.5))
    p99[bin] = quantile(inBin, ppm(0.99))
  }
  return [p50, p99]
}
