import type { Figure, Over } from '../../model/figure.ts'
import type { Bounded, Impact } from '../../model/impact.ts'
import type { IMPACT_METRICS } from '../../model/impact-metrics.ts'
import { METRICS } from '../../model/metric.ts'
import type { Stat } from '../../model/slo.ts'
import type { Window } from '../window.ts'

type ImpactMetric = keyof typeof IMPACT_METRICS

/** One metric of one round, with what is beside it in a figure. */
interface Value {
  value: number
  atLeast?: boolean
  interval?: Figure['interval']
}

const plain = (value: number): Value => ({ value })
const bounded = (found: Bounded | null | undefined): Value | null => found ?? null

const VALUES: { readonly [metric in ImpactMetric]: (impact: Impact) => Value | null } = {
  detection: ({ detection }) => (detection === null ? null : plain(detection)),
  eviction: ({ eviction }) => bounded(eviction),
  unavailable: ({ unavailable }) => plain(unavailable.total),
  'unavailable.longest': ({ unavailable }) => plain(unavailable.longest),
  dip: ({ dip }) => plain(dip),
  recovery: ({ recovery }) => bounded(recovery),
  'recovery.n-1': ({ recoveryNMinus1 }) => bounded(recoveryNMinus1),
  'lost.requests': ({ lost }) => ({ value: lost.total, atLeast: lost.atLeast }),
  'lost.in-flight': ({ hits }) => plain(hits.inFlight.lost),
  'excess.delay': ({ excessDelay }) => excessDelay,
  affected: ({ affected: { n, of } }) => plain(of === 0 ? 0 : n / of),
  'blast.radius': ({ blast }) => (blast === null ? null : plain(blast.ratio)),
  'retry.amplification': ({ retries }) => plain(retries.amplification),
  'goodput.after': ({ goodputAfter }) => (goodputAfter === null ? null : plain(goodputAfter)),
  'goodput.n-1': ({ without }) =>
    without && {
      value: without.ratio,
      interval: { ...without.interval, level: 0.9, method: 'normal, over seconds' },
    },
  'availability.after': ({ availability }) =>
    availability && {
      value: availability.share,
      interval: { ...availability.interval, method: 'Wilson, within this event' },
    },
  'budget.used': ({ budget }) => plain(budget.used),
  'burn.rate': ({ budget }) => plain(budget.burn),
  readmission: ({ readmission }) => bounded(readmission?.after),
  'cold.cache': ({ readmission }) => (readmission?.ttft ? plain(readmission.ttft.own - readmission.ttft.others) : null),
}

/**
 * The worst round as the figure of the run, so that a bound on it holds for every round; with several, their median,
 * least and greatest, and each by itself. n counts rounds. docs/methodology.md §8
 */
export function impactFigures(impacts: readonly Impact[], window: Window): Figure[] {
  return (Object.keys(VALUES) as ImpactMetric[]).flatMap((metric) => {
    const rounds = impacts.flatMap((impact) => {
      const value = VALUES[metric](impact)
      return value === null || Number.isNaN(value.value) ? [] : [{ ...value, impact }]
    })
    return rounds.length === 0 ? [] : figuresOf(metric, rounds, { phase: 'measure', ...window })
  })
}

function figuresOf(metric: ImpactMetric, rounds: readonly (Value & { impact: Impact })[], over: Over): Figure[] {
  const n = rounds.length
  const worst = METRICS[metric].better === 'higher' ? 0 : n - 1
  if (n === 1) return [figure(metric, 'value', n, over, rounds[0])]
  return [
    figure(metric, 'value', n, over, ranked(rounds, worst, worst)),
    figure(metric, 'p50', n, over, ranked(rounds, Math.floor((n - 1) / 2), Math.floor(n / 2))),
    figure(metric, 'min', n, over, ranked(rounds, 0, 0)),
    figure(metric, 'max', n, over, ranked(rounds, n - 1, n - 1)),
    ...rounds.map(({ impact, ...value }) =>
      figure(metric, 'value', 1, { ...over, ...impact.observed, fault: `${impact.fault} ${impact.round}` }, value),
    ),
  ]
}

/** Mean of two ranks. It is a lower bound where it would be greater if what had not ended had never done so. */
function ranked(rounds: readonly Value[], low: number, high: number): Value {
  const at = (values: readonly number[]) => {
    const sorted = [...values].sort((a, b) => a - b)
    return (sorted[low] + sorted[high]) / 2
  }
  const value = at(rounds.map((round) => round.value))
  const longest = at(rounds.map((round) => (round.atLeast ? Number.POSITIVE_INFINITY : round.value)))
  return { value, atLeast: longest > value }
}

function figure(metric: ImpactMetric, stat: Stat, n: number, over: Over, { value, atLeast, interval }: Value): Figure {
  return {
    metric,
    stat,
    value,
    unit: METRICS[metric].unit,
    n,
    ...(atLeast && { atLeast: true as const }),
    ...(interval && { interval }),
    over,
  }
}
