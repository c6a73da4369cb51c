import type { MetricName } from './metric.ts'

/** A statistic of a metric. `value` is for metrics that are one number per run (rates, shares, counts). */
export type Stat = 'value' | 'mean' | 'min' | 'max' | 'stddev' | `p${number}`

export type Comparison = '<=' | '>='

/** A bound each request must meet; together they define a good request. Limits are inclusive. */
export interface RequestBound {
  text: string
  metric: 'ttft' | 'tpot' | 'latency' | 'stall'
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
