import type { Nanos } from '../base/nanos.ts'
import type { MetricName, Unit } from './metric.ts'
import type { Phase } from './phase.ts'
import type { Stat } from './slo.ts'

/**
 * One number with its evidence. `value` is in `unit`, +Infinity where more requests failed than the percentile leaves
 * room for. `insufficient`: fewer values than the percentile needs (docs/methodology.md §4.2); shown so, never gated.
 */
export interface Figure {
  metric: MetricName
  stat: Stat
  value: number
  unit: Unit
  n: number
  insufficient?: true
  /** What it measures had not ended when the run did: it is at least `value`. */
  atLeast?: true
  /** Set on percentiles of another definition than nearest rank: `mlperf` or `numpy`. */
  definition?: 'mlperf' | 'numpy'
  interval?: { low: number; high: number; level: number; method: string }
  over: Over
}

/** What a figure is over. No `stream`, `replica` or `fault` means all of them. */
export interface Over {
  phase: Phase
  from: Nanos
  to: Nanos
  stream?: string
  replica?: string
  /** Name and round of one fault, where there were several. */
  fault?: string
}
