import { ATTRIBUTION_METRICS } from './attribution-metrics.ts'
import { ECONOMY_METRICS } from './economy-metrics.ts'
import { IMPACT_METRICS } from './impact-metrics.ts'
import { RATE_METRICS } from './rate-metrics.ts'
import { SHARE_METRICS } from './share-metrics.ts'
import { TIME_METRICS } from './time-metrics.ts'

export type { Metric, Unit } from './metric-kind.ts'

/**
 * Every metric Tailgate knows. A percentile is over all offered requests with failures at +∞, unless its name ends in
 * `.ok`; a name that ends in `.service` counts from the send instead of from due.
 */
export const METRICS = {
  ...TIME_METRICS,
  ...RATE_METRICS,
  ...SHARE_METRICS,
  ...IMPACT_METRICS,
  ...ECONOMY_METRICS,
  ...ATTRIBUTION_METRICS,
} as const

export type MetricName = keyof typeof METRICS
