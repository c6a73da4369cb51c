import { toSeconds } from '../base/nanos.ts'
import type { Impact } from '../model/impact.ts'
import type { Chart, ChartSeries } from '../model/report.ts'
import { formatCount, formatNumber } from './format.ts'
import { roundName } from './round-name.ts'

type Points = [x: number, y: number][]

/** Good requests of each second around a fault, and the area between them and the reference: what the fault cost. */
export function dipChart(impact: Impact, all: readonly Impact[]): Chart {
  const { reference, course, lost, milestones } = impact
  const good = pointsOf(course.from, course.good)
  const series: ChartSeries[] = []
  if (reference.goodput > 0) series.push(dipArea(good, reference.goodput, toSeconds(milestones.issued)))
  series.push({ name: 'good', shape: 'step', tone: 'good', points: good })
  if (course.failed.some((n) => n > 0)) {
    series.push({ name: 'failed', shape: 'step', tone: 'bad', points: pointsOf(course.from, course.failed) })
  }
  const cost = Number.isNaN(lost.total)
    ? ''
    : ` The area below the reference is ${formatCount(lost.untilHold)} good requests.`
  return {
    id: `dip-${all.indexOf(impact)}`,
    title: `Good requests per second around ${roundName(impact, all)}`,
    alt: `Good and failed requests of each second by when they were due, before and after the fault.${cost}`,
    x: { label: 'time', scale: 'time', unit: 's' },
    y: { label: 'requests per second', scale: 'linear', unit: '1/s' },
    series,
    marks: marksOf(impact),
    limits:
      reference.goodput > 0 ? [{ y: reference.goodput, label: `${formatNumber(reference.goodput)}/s before` }] : [],
  }
}

/** From goodput up to the reference in the seconds since the fault in which it is below. Two points each: a step. */
function dipArea(good: Points, reference: number, from: number): ChartSeries {
  const below = good.flatMap(([x, y]): Points => {
    const low = x >= from && y < reference ? y : Number.NaN
    return [
      [x, low],
      [x + 1, low],
    ]
  })
  return {
    name: 'lost',
    shape: 'band',
    tone: 'bad',
    points: below,
    upper: below.map(([x, y]) => [x, Number.isNaN(y) ? y : reference]),
  }
}

function marksOf({ milestones, method, replica }: Impact): Chart['marks'] {
  const marks: [at: number | null, label: string][] = [
    [milestones.issued, method],
    [milestones.restarted ?? milestones.undone, `${replica} back`],
    [milestones.recovered, 'recovered'],
  ]
  return marks.flatMap(([at, label]) => (at === null ? [] : [{ x: at / 1e9, label }]))
}

function pointsOf(from: Impact['course']['from'], values: readonly number[]): Points {
  return values.map((value, i) => [toSeconds(from) + i, value])
}
