import type { Figure } from './figure.ts'
import type { MetricName } from './metric.ts'
import type { RunBound } from './slo.ts'

/** One bound judged. */
export interface Check {
  slo: RunBound
  figure?: Figure
  result: 'pass' | 'fail' | 'inconclusive'
  because: string
  /** Not in the scenario: the bound a careful reader would have set. */
  implied?: true
}

/** `invalid`: the number says nothing about the fleet. `error`: a claim is blocked. `warning`: printed with it. */
export interface Finding {
  id: string
  severity: 'invalid' | 'error' | 'warning'
  message: string
  /** What to do about it. */
  fix: string
  /** Metrics whose bounds cannot pass while this stands: they become inconclusive. */
  blocks?: readonly MetricName[]
}

export interface Verdict {
  result: 'pass' | 'fail' | 'inconclusive' | 'invalid'
  checks: Check[]
  findings: Finding[]
}
