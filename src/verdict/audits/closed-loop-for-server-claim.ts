import type { Rule } from './rule.ts'

/** A closed loop waits for a slow server and so asks less of it: its latencies are those of so many slots. §2 */
export const closedLoopForServerClaim: Rule = ({ scenario: { load, slo } }) => {
  const claims = [...slo.request, ...slo.run].filter(({ metric }) => /^(ttft|latency|goodput|attainment)/.test(metric))
  if (load.loop !== 'closed' || claims.length === 0) return []
  return [
    {
      severity: 'warning',
      message: `${load.slots} closed-loop slots hide queueing: ${claims.map(({ text }) => text).join(', ')} holds for them, not for arriving users`,
      fix: 'use an open loop (load.arrivals) for a claim about a service',
    },
  ]
}
