import type { Check } from '../model/verdict.ts'

/**
 * How much of what a bound allows is used up: 1 is at the limit, above it the bound is broken, Infinity where failures
 * reach. A floor on a share allows its complement: attainment of 99.5 % under a bound of 99 % uses half.
 */
export function budgetUsed({ slo, figure }: Check): number | undefined {
  if (figure === undefined || figure.n === 0 || Number.isNaN(figure.value)) return undefined
  if (slo.compare === '<=') return ratio(figure.value, slo.limit)
  return figure.unit === 'share' ? ratio(1 - figure.value, 1 - slo.limit) : ratio(slo.limit, figure.value)
}

/** The bound that decides: the first failed one, else the one with the least room left. */
export function bindingCheck(checks: readonly Check[]): Check | undefined {
  const failed = checks.find((check) => check.result === 'fail')
  if (failed !== undefined) return failed
  let binding: Check | undefined
  let most = Number.NEGATIVE_INFINITY
  for (const check of checks) {
    const used = budgetUsed(check)
    if (used === undefined || used <= most) continue
    most = used
    binding = check
  }
  return binding
}

function ratio(used: number, allowed: number): number {
  if (allowed > 0) return used / allowed
  return used > 0 ? Number.POSITIVE_INFINITY : 0
}
