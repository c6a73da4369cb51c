import type { Figure } from './figure.ts'
import type { RunBound } from './slo.ts'

/** One bound judged. */
export interface Check {
  slo: RunBound
  figure?: Figure
  result: 'pass' | 'fail' | 'inconclusive'
  because: string
}

/** `invalid`: the number says nothing about the fleet. `error`: a claim is blocked. `warning`: printed with it. */
export interface Finding {
  id: string
  severity: 'invalid' | 'error' | 'warning'
  message: string
  /** What to do about it. */
  fix: string
}

export interface Verdict {
  result: 'pass' | 'fail' | 'inconclusive' | 'invalid'
  checks: Check[]
  findings: Finding[]
}
