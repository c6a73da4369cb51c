import type { Curve } from '../model/analysis.ts'
import type { MetricName } from '../model/metric.ts'
import { type Ordered, ordered, ppm, quantile } from '../stats/quantile.ts'
import type { Slice } from './slice.ts'

const STEPS_PER_HALVING = 5

/** Percentile curves of the headline metrics, over all requests and over ok ones, and of the gaps. */
export function drawCurves(slice: Slice): Curve[] {
  const timed = (['ttft', 'latency', 'tpot', 'stall'] as const).filter(
    (metric) => (metric === 'latency' || slice.view.streamed) && slice.values(metric).ok.length > 0,
  )
  const curves = timed.flatMap((metric) => [
    curve(metric, 'all', slice.all(metric)),
    curve(metric, 'ok', ordered(slice.values(metric).ok)),
  ])
  if (slice.view.streamed && slice.gaps.byEvent.n > 0) curves.push(curve('itl', 'ok', slice.gaps.byEvent))
  return curves
}

function curve(metric: MetricName, basis: Curve['basis'], values: Ordered): Curve {
  const points = shares(values.n).map((q) => ({ q, value: quantile(values, ppm(q)) }))
  return { metric, basis, n: values.n, points }
}

/** Shares that come ever closer to one, some in every halving of what is left, as far as `n` values reach. */
function shares(n: number): number[] {
  const found: number[] = []
  for (let left = 1; left * n >= 1 && left >= 1e-6; left /= 2) {
    for (let step = 0; step < STEPS_PER_HALVING; step++) found.push(1 - left + (left / 2) * (step / STEPS_PER_HALVING))
  }
  return [...found, 1]
}
