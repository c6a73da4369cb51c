import type { MetricName } from './metric.ts'

/** A statistic of a metric. `value` is for metrics that are one number per run (rates, shares, counts). */
export type Stat = 'value' | 'mean' | 'min' | 'max' | 'stddev' | `p${number}`

export type Comparison = '<=' | '>='

/** Metrics a single request can be held to. */
export const REQUEST_METRICS = ['ttft', 'tpot', 'latency', 'stall'] as const

/** A bound each request must meet; together they define a good request. Limits are inclusive, in ns. */
export interface RequestBound {
  text: string
  metric: (typeof REQUEST_METRICS)[number]
  limit: number
}

/** A bound on one figure of the whole run. `limit` has the metric's unit (ns, per second, share, count). */
export interface RunBound {
  text: string
  metric: MetricName
  stat: Stat
  compare: Comparison
  limit: number
}
