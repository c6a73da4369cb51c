import type { Analysis } from '../model/analysis.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Finding } from '../model/verdict.ts'
import { AUDITS } from './audits/index.ts'

const GRAVITY = { invalid: 0, error: 1, warning: 2 } as const

/** Everything that speaks against believing a run, the gravest first. docs/methodology.md §12.1 */
export function audit(analysis: Analysis, scenario: Scenario): Finding[] {
  const found = Object.entries(AUDITS).flatMap(([id, rule]) =>
    rule({ analysis, scenario }).map((remark) => ({ id, ...remark })),
  )
  return found.sort((a, b) => GRAVITY[a.severity] - GRAVITY[b.severity])
}
