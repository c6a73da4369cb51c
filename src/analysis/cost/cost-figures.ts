import type { Cost, Counted, WorkDone } from '../../model/economy.ts'
import type { Figure } from '../../model/figure.ts'
import type { MetricName } from '../../model/metric.ts'
import { single } from '../figures.ts'
import type { Slice } from '../slice.ts'
import { countingError } from './work-done.ts'

const LEVEL = 0.95

/** Dollars per token and request and the other way round, with what price and counting leave open. docs/methodology.md §9 */
export function costFigures(slice: Slice, cost: Cost, work: WorkDone): Figure[] {
  const per = (metric: MetricName, of: Counted, each: number) =>
    within(slice, metric, (cost.usd / of.n) * each, of, cost.uncertainty)
  const perUsd = (metric: MetricName, of: Counted) => within(slice, metric, of.n / cost.usd, of, cost.uncertainty)
  const figures = [
    within(slice, 'cost.window', cost.usd, { n: cost.replicas, squares: 0 }, cost.uncertainty),
    per('usd.per-mtok.output', work.output, 1e6),
    per('usd.per-mtok.total', work.total, 1e6),
    per('usd.per-mtok.good', work.good, 1e6),
    per('usd.per-request', work.requests, 1),
    per('usd.per-request.good', work.goodRequests, 1),
    perUsd('tokens.per-usd.output', work.output),
    perUsd('tokens.per-usd.total', work.total),
    perUsd('tokens.per-usd.good', work.good),
    ...killFigures(slice, cost),
  ]
  return figures.filter(({ value, n }) => n > 0 && Number.isFinite(value))
}

function within(slice: Slice, metric: MetricName, value: number, of: Counted, uncertainty: number): Figure {
  const relative = Math.hypot(uncertainty, countingError(of))
  const figure = single(slice, metric, value, Math.round(of.n))
  if (relative === 0) return figure
  const interval = {
    low: value * Math.max(0, 1 - relative),
    high: value * (1 + relative),
    level: LEVEL,
    method: 'price and counting, added in quadrature',
  }
  return { ...figure, interval }
}

function killFigures(slice: Slice, { kills }: Cost): Figure[] {
  if (kills.length === 0) return []
  const usd = kills.reduce((sum, kill) => sum + kill.usd, 0)
  const open = kills.some(({ atLeast }) => atLeast)
  return [{ ...single(slice, 'cost.kill', usd, kills.length), ...(open && { atLeast: true as const }) }]
}
