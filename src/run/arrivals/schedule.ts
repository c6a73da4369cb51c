import { EXIT, Failure } from '../../base/failure.ts'
import type { OpenLoad } from '../../model/scenario.ts'
import { GrowingArray } from '../datasets/scan/growing-array.ts'
import type { ArrivalSource } from './arrivals.ts'

/** Above this the plan itself would fill the memory. */
const MOST_QUERIES = 50_000_000

/** The arrivals of an open load, cut into warm-up, measured window and tail. */
export interface Schedule {
  due: Float64Array
  measureFrom: number
  tailFrom: number
  /** End of the measured window, ns; null where the arrivals end before it does. */
  to: number | null
}

type Extent = Pick<OpenLoad, 'warmup' | 'duration' | 'queries' | 'tail'>

/**
 * Takes arrivals until the load is long enough: those due before the warm-up ends, then the measured ones for
 * `duration` or until there are `queries`, whichever comes first, then those of the tail. Without either bound the
 * load's own length ends it.
 * @throws Failure of exit `usage` when nothing ends the load, nothing is measured, or the plan is too large
 */
export function takeSchedule(source: ArrivalSource, { warmup, duration, queries, tail }: Extent): Schedule {
  const measureEnd = duration === null ? source.length : warmup.duration + duration
  if (measureEnd === Number.POSITIVE_INFINITY && queries === null) throw endless()
  const due = new GrowingArray(Float64Array)
  let measureFrom = 0
  let tailFrom: number | null = null
  let to: number | null = null
  for (let at = source.next(); at !== Number.POSITIVE_INFINITY; at = source.next()) {
    if (tailFrom === null && (at >= measureEnd || due.length - measureFrom === queries)) {
      tailFrom = due.length
      to = Math.min(at, measureEnd)
    }
    if (to !== null && at >= to + tail) break
    if (at < warmup.duration) measureFrom++
    if (due.length === MOST_QUERIES) throw tooLong()
    due.push(at)
  }
  tailFrom ??= due.length
  if (tailFrom === measureFrom) throw nothingMeasured()
  return { due: due.trim(), measureFrom, tailFrom, to }
}

function endless(): Failure {
  return new Failure('plan.endless', 'nothing ends this load', {
    exit: EXIT.usage,
    hint: 'set load.duration (e.g. 60s) or load.queries',
  })
}

function nothingMeasured(): Failure {
  return new Failure('plan.nothing-measured', 'no query falls into the measured window', {
    exit: EXIT.usage,
    hint: 'raise load.rate or load.duration, or shorten load.warmup.duration',
  })
}

function tooLong(): Failure {
  return new Failure('plan.too-long', `the plan has more than ${MOST_QUERIES} queries and would not fit in memory`, {
    exit: EXIT.usage,
    hint: 'lower load.rate or load.duration, or split the run',
  })
}
