import type { Flag } from '../../model/outcome.ts'
import { heldMetrics } from '../stream-metrics.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** A proxy that holds a stream back until its end, or a server that does not stream, turns ttft into latency. */
export const bufferedStream: Rule = ({ analysis: { books, validity }, scenario }) => {
  const flagged = (name: Flag): number => books.flags.find(({ flag }) => flag === name)?.n ?? 0
  const notStreamed = flagged('not_streamed')
  const share = (flagged('proxy_buffered') + notStreamed) / Math.max(1, books.outcomes.ok ?? 0)
  const { oneReadShare } = validity.bunching
  if (share <= THRESHOLDS.bufferedShare && oneReadShare <= THRESHOLDS.oneReadShare) return []
  return [
    {
      severity: 'error',
      message: `${spellShare(Math.min(1, Math.max(share, oneReadShare)))} of the streams came all at once at their end: ${notStreamed > 0 ? 'the server does not stream' : 'something between buffers them'}`,
      fix:
        notStreamed > 0
          ? 'set request.stream: false, and bound latency instead'
          : 'turn off response buffering in the proxy (X-Accel-Buffering: no), or test without streaming',
      blocks: heldMetrics(scenario),
    },
  ]
}
