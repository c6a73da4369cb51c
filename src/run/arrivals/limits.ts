import { nanos } from '../../base/nanos.ts'
import type { Limits } from '../plan.ts'

/** The plan alone decides how long it goes on. */
export const NO_LIMITS: Limits = {
  minQueries: Number.POSITIVE_INFINITY,
  minDuration: nanos(0),
  maxQueries: 0,
  maxDuration: nanos(0),
  maxOutstanding: 0,
}
