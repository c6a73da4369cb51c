import type { Analysis } from '../model/analysis.ts'
import type { Check, Finding, Verdict } from '../model/verdict.ts'
import { bindingCheck, budgetUsed } from './budget.ts'
import { formatFigure, formatShare } from './format.ts'

/** The verdict in a sentence or two: what binds, and why. */
export function summarize(analysis: Analysis, verdict: Verdict): string {
  const parts = [judgement(verdict)]
  const ended = analysis.seal?.ended
  if (ended === undefined) parts.push('The run was interrupted: its log was never sealed.')
  else if (ended !== 'complete') parts.push(`The run did not end by plan: ${analysis.seal?.because}.`)
  return parts.join(' ')
}

function judgement(verdict: Verdict): string {
  const { result, checks, findings } = verdict
  if (result === 'invalid') return `The measurement says nothing about the fleet: ${firstReason(findings)}`
  if (checks.length === 0) return noBounds(verdict)
  if (result === 'pass') return `${holding(checks)} ${tightest(checks)}`
  return `${countOf(checks, result)} ${clause(
    checks.find((check) => check.result === result),
    findings,
  )}`
}

function noBounds({ result, findings }: Verdict): string {
  if (findings.length > 0 && result !== 'pass') return firstReason(findings)
  return 'No bound on the run was set, so nothing was judged.'
}

function holding(checks: readonly Check[]): string {
  if (checks.length <= 2) return checks.length === 1 ? 'The one bound holds.' : 'Both bounds hold.'
  return `All ${checks.length} bounds hold.`
}

function tightest(checks: readonly Check[]): string {
  const check = bindingCheck(checks)
  const used = check && budgetUsed(check)
  if (check === undefined || used === undefined) return ''
  return `Tightest: ${check.slo.text}, measured ${formatFigure(check.figure)}, ${formatShare(used)} of the allowance used.`
}

function countOf(checks: readonly Check[], result: 'fail' | 'inconclusive'): string {
  const n = checks.filter((check) => check.result === result).length
  const verb = result === 'fail' ? (n === 1 ? 'fails' : 'fail') : 'cannot be decided'
  return checks.length === 1 ? `The one bound ${verb}.` : `${n} of ${checks.length} bounds ${verb}.`
}

function clause(check: Check | undefined, findings: readonly Finding[]): string {
  if (check === undefined) return firstReason(findings)
  return sentence(check.because)
}

function firstReason(findings: readonly Finding[]): string {
  const worst = findings.find((finding) => finding.severity === 'invalid') ?? findings[0]
  return worst === undefined ? 'no reason was given.' : sentence(worst.message)
}

function sentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`
}
