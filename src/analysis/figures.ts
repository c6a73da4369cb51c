import type { Figure } from '../model/figure.ts'
import { METRICS, type MetricName } from '../model/metric.ts'
import type { Stat } from '../model/slo.ts'
import { mlperfFloor } from '../stats/floors.ts'
import { type Ordered, ordered, type Ppm, quantile, quantileLinear, quantileMlperf } from '../stats/quantile.ts'
import type { Slice, Values } from './slice.ts'
import type { TimingName } from './timing.ts'

/** A metric that is one number for the run. `n`: how many requests or events it counts. */
export function single(slice: Slice, metric: MetricName, value: number, n: number): Figure {
  return { metric, stat: 'value', value, unit: METRICS[metric].unit, n, over: slice.over }
}

/** The same metric with failures at +Infinity; nothing where no request has or owes a value. */
export function allFigures(slice: Slice, metric: MetricName, timing: TimingName): Figure[] {
  const { ok, failures, mean, stddev } = slice.values(timing)
  const infinite = failures > 0
  return statistics(slice, metric, ordered(ok, failures), {
    mean: infinite ? Number.POSITIVE_INFINITY : mean,
    stddev: infinite ? Number.NaN : stddev,
  })
}

/** The metric over ok requests alone. */
export function okFigures(slice: Slice, metric: MetricName, timing: TimingName): Figure[] {
  const values = slice.values(timing)
  return statistics(slice, metric, ordered(values.ok), values)
}

/** Percentiles with their floor of docs/methodology.md §4.2, mean, extremes and spread. */
export function statistics(
  slice: Slice,
  metric: MetricName,
  values: Ordered,
  { mean, stddev }: Pick<Values, 'mean' | 'stddev'>,
): Figure[] {
  if (values.n === 0) return []
  const figure = (stat: Stat, value: number): Figure => ({ ...single(slice, metric, value, values.n), stat })
  const figures = slice.view.percentiles.map((q) => marked(figure(nameOf(q), quantile(values, q)), q))
  figures.push(figure('mean', mean), figure('min', values.at(0)), figure('max', values.at(values.n - 1)))
  if (!Number.isNaN(stddev)) figures.push(figure('stddev', stddev))
  return figures
}

/** The percentiles by other tools' definitions: LoadGen's over all requests, NumPy's over ok ones. §5 */
export function peerFigures(slice: Slice, all: MetricName, ok: readonly MetricName[], timings: TimingName[]): Figure[] {
  if (!slice.whole) return []
  const figures: Figure[] = []
  for (const q of slice.view.percentiles) {
    const mlperf = slice.all(timings[0])
    figures.push(peer(slice, all, 'mlperf', q, mlperf, quantileMlperf(mlperf, q / 1e6)))
    for (const [i, metric] of ok.entries()) {
      const values = ordered(slice.values(timings[i]).ok)
      figures.push(peer(slice, metric, 'numpy', q, values, quantileLinear(values, q)))
    }
  }
  return figures.filter((figure) => figure.n > 0)
}

function peer(
  slice: Slice,
  metric: MetricName,
  definition: 'mlperf' | 'numpy',
  q: Ppm,
  values: Ordered,
  value: number,
): Figure {
  return marked({ ...single(slice, metric, value, values.n), stat: nameOf(q), definition }, q)
}

function marked(figure: Figure, q: Ppm): Figure {
  return figure.n < mlperfFloor(q) ? { ...figure, insufficient: true } : figure
}

/** 999 000 ppm → `p99.9`. */
const nameOf = (q: Ppm): Stat => `p${q / 1e4}`
