import { heldMetrics } from '../stream-metrics.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** A balancer that lets Nagle's algorithm wait for an acknowledgment sends tokens in heaps, each some 200 ms late. */
export const heldBackTokens: Rule = ({ analysis, scenario }) => {
  const { eventsPerRead, delayedShare, waits } = analysis.validity.bunching
  if (waits === 0 || eventsPerRead < THRESHOLDS.heldEvents || delayedShare < THRESHOLDS.heldShare) return []
  const events = eventsPerRead.toFixed(1)
  return [
    {
      severity: 'error',
      message: `tokens come in heaps: ${events} events a read, and ${spellShare(delayedShare)} of the waits between reads are about 200 ms. Something between holds them back until an acknowledgment comes, so first-token and inter-token times are its own`,
      fix: 'likely a balancer with Nagle’s algorithm on: HAProxy needs “option http-no-delay”, others TCP_NODELAY; compare with the replica’s own address',
      blocks: heldMetrics(scenario),
    },
  ]
}
