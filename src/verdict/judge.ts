import type { Analysis } from '../model/analysis.ts'
import type { Scenario } from '../model/scenario.ts'
import type { Check, Finding, Verdict } from '../model/verdict.ts'
import { audit } from './audit.ts'
import { check } from './check.ts'
import { impliedBounds } from './implied-bounds.ts'

/**
 * The verdict on a run: invalid when the measurement broke a validity rule, else as bad as its worst check. Bounds the
 * scenario leaves unsaid are checked too, and marked so. docs/methodology.md §0, §4.3, §12.1
 */
export function judge(analysis: Analysis, scenario: Scenario): Verdict {
  const findings = audit(analysis, scenario)
  const checks: Check[] = [
    ...scenario.slo.run.map((bound) => check(bound, analysis, findings)),
    ...impliedBounds(scenario).map((bound) => ({ ...check(bound, analysis, findings), implied: true as const })),
  ]
  return { result: resultOf(checks, findings), checks, findings }
}

function resultOf(checks: readonly Check[], findings: readonly Finding[]): Verdict['result'] {
  if (findings.some(({ severity }) => severity === 'invalid')) return 'invalid'
  if (checks.some(({ result }) => result === 'fail')) return 'fail'
  if (checks.some(({ result }) => result === 'inconclusive')) return 'inconclusive'
  return 'pass'
}
