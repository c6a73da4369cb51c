import type { RunBound } from '../../model/slo.ts'
import type { Rule } from './rule.ts'

/** Means and medians say nothing of the requests users complain about. */
export const tailBlindness: Rule = ({ scenario: { slo } }) => {
  const latencies = slo.run.filter(({ metric }) => /^(ttft|latency|tpot|stall|itl)\b/.test(metric))
  if (latencies.length === 0 || slo.request.length > 0 || latencies.some(seesTail)) return []
  return [
    {
      severity: 'warning',
      message: `only ${latencies.map(({ text }) => text).join(', ')} bound latency: none sees its tail`,
      fix: 'add a bound on p95 or p99, or per-request bounds',
    },
  ]
}

const seesTail = ({ stat }: RunBound): boolean =>
  stat === 'max' || (stat.startsWith('p') && Number(stat.slice(1)) >= 95)
