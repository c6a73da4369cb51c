import type { Distribution } from '../model/analysis.ts'
import type { MetricName } from '../model/metric.ts'
import { countAtMost, type WeightedRun } from '../stats/pool.ts'
import type { Slice } from './slice.ts'

const PER_DECADE = 20

/** How often values of each size occurred, over ok requests, in buckets of constant relative width (12 %). */
export function drawDistributions(slice: Slice): Distribution[] {
  const { streamed } = slice.view
  const timed = streamed ? (['ttft', 'latency', 'tpot', 'stall'] as const) : (['latency'] as const)
  const found = timed.map((metric) => histogram(metric, [whole(slice, metric)], 0))
  if (streamed) found.push(histogram('itl', slice.gaps.runs, slice.gaps.zeros))
  for (const metric of ['tokens.in', 'tokens.out'] as const) found.push(histogram(metric, [whole(slice, metric)], 0))
  return found.filter(({ n }) => n > 0)
}

const whole = (slice: Slice, metric: Parameters<Slice['values']>[0]): WeightedRun => ({
  values: slice.values(metric).ok,
  weight: 1,
  divisor: 1,
})

/** Values at or below 1 share the first bucket, [0, …). */
function histogram(metric: MetricName, runs: readonly WeightedRun[], zeros: number): Distribution {
  const filled = runs.filter(({ values }) => values.length > 0)
  const least = Math.min(...filled.map(({ values }) => values[0]))
  const most = Math.max(...filled.map(({ values }) => values[values.length - 1]))
  const buckets: { from: number; to: number; count: number }[] = []
  let counted = 0
  if (zeros > 0) buckets.push({ from: 0, to: 1, count: zeros })
  for (let step = stepOf(least); filled.length > 0 && edge(step) <= most; step++) {
    const [from, to] = [edge(step), edge(step + 1)]
    const upTo = countAtMost(filled, below(to))
    buckets.push({ from, to, count: upTo - counted })
    counted = upTo
  }
  return { metric, n: counted + zeros, buckets }
}

const edge = (step: number): number => (step < 0 ? 0 : 10 ** (step / PER_DECADE))

function stepOf(value: number): number {
  if (value < 1) return -1
  const step = Math.floor(Math.log10(value) * PER_DECADE)
  return edge(step) > value ? step - 1 : edge(step + 1) <= value ? step + 1 : step
}

/** The largest double below a positive one: buckets are open at their upper end. */
function below(value: number): number {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, value)
  view.setBigInt64(0, view.getBigInt64(0) - 1n)
  return view.getFloat64(0)
}
