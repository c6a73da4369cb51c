import { heldMetrics } from '../stream-metrics.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** A proxy that holds a stream back until its end turns ttft into latency. */
export const bufferedStream: Rule = ({ analysis: { books, validity }, scenario }) => {
  const n = books.flags.find(({ flag }) => flag === 'proxy_buffered')?.n ?? 0
  const share = n / Math.max(1, books.outcomes.ok ?? 0)
  const { oneReadShare } = validity.bunching
  if (share <= THRESHOLDS.bufferedShare && oneReadShare <= THRESHOLDS.oneReadShare) return []
  return [
    {
      severity: 'error',
      message: `${spellShare(Math.min(1, Math.max(share, oneReadShare)))} of the streams came all at once at their end: something between buffers them`,
      fix: 'turn off response buffering in the proxy (X-Accel-Buffering: no), or test without streaming',
      blocks: heldMetrics(scenario),
    },
  ]
}
