import type { Carbon, Counted, Energy, WorkDone } from '../../model/economy.ts'
import type { Figure } from '../../model/figure.ts'
import type { MetricName } from '../../model/metric.ts'
import { single } from '../figures.ts'
import type { Slice } from '../slice.ts'

const LEVEL = 0.95
const METHOD = 'energy ± u of clock, meter and sampling'

/** A sum over the window and its error, spread over what came in it. */
interface Spent {
  value: number
  u: number
}

/** Joules per token and request, gross and without idle power, and tokens per joule. docs/methodology.md §9 */
export function energyFigures(slice: Slice, energy: Energy, work: WorkDone): Figure[] {
  const gross = { value: energy.ok, u: energy.u }
  const net = energy.net === null ? null : { value: energy.net, u: energy.u }
  const facility =
    energy.facility === null ? null : { value: energy.facility, u: (energy.u * energy.facility) / energy.ok }
  const figures = [
    spent(slice, 'energy.window', gross, 1, energy.devices),
    ...(net === null ? [] : [spent(slice, 'energy.window.net', net, 1, energy.devices)]),
    ...(facility === null ? [] : [spent(slice, 'energy.facility', facility, 1, energy.devices)]),
    ...DENOMINATORS.flatMap(([metric, of]) => [
      spent(slice, metric, gross, work[of].n),
      ...(net === null ? [] : [spent(slice, `${metric}.net`, net, work[of].n)]),
    ]),
    perJoule(slice, 'tokens.per-joule.output', gross, work.output),
    perJoule(slice, 'tokens.per-joule.total', gross, work.total),
    perJoule(slice, 'tokens.per-joule.good', gross, work.good),
  ]
  return figures.filter(({ value, n }) => n > 0 && Number.isFinite(value))
}

const DENOMINATORS = [
  ['joules.per-token.output', 'output'],
  ['joules.per-token.total', 'total'],
  ['joules.per-token.good', 'good'],
  ['joules.per-request', 'requests'],
  ['joules.per-request.good', 'goodRequests'],
] as const

/** Grams over the window and per million tokens; embodied ones on their own. docs/methodology.md §9 */
export function carbonFigures(slice: Slice, carbon: Carbon, work: WorkDone): Figure[] {
  const grams = { value: carbon.grams, u: carbon.u }
  const figures = [
    spent(slice, 'carbon.window', grams, 1, 1),
    ...(carbon.embodied === null ? [] : [single(slice, 'carbon.embodied', carbon.embodied, 1)]),
    spent(slice, 'carbon.per-mtok.output', grams, work.output.n / 1e6, work.output.n),
    spent(slice, 'carbon.per-mtok.total', grams, work.total.n / 1e6, work.total.n),
    spent(slice, 'carbon.per-mtok.good', grams, work.good.n / 1e6, work.good.n),
  ]
  return figures.filter(({ value, n }) => n > 0 && Number.isFinite(value))
}

/** @param on how many of what the metric is per; `n` of them were counted */
function spent(slice: Slice, metric: MetricName, { value, u }: Spent, on: number, n = on): Figure {
  return ranged(single(slice, metric, value / on, Math.round(n)), (value - u) / on, (value + u) / on)
}

function perJoule(slice: Slice, metric: MetricName, { value, u }: Spent, of: Counted): Figure {
  const least = value - u
  return ranged(
    single(slice, metric, of.n / value, Math.round(of.n)),
    of.n / (value + u),
    least > 0 ? of.n / least : Number.POSITIVE_INFINITY,
  )
}

const ranged = (figure: Figure, low: number, high: number): Figure => ({
  ...figure,
  interval: { low, high, level: LEVEL, method: METHOD },
})
