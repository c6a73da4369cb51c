import type { Flag } from '../../model/outcome.ts'
import { heldMetrics } from '../stream-metrics.ts'
import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

const NO_STREAM = ['the server does not stream', 'set request.stream: false, and bound latency instead']
const HELD_BACK = [
  'something between buffers them',
  'turn off response buffering in the proxy (X-Accel-Buffering: no), or test without streaming',
]

/** A proxy that holds a stream back until its end, or a server that does not stream, turns ttft into latency. */
export const bufferedStream: Rule = ({ analysis: { books, validity }, scenario }) => {
  const shareOf = (name: Flag): number =>
    (books.flags.find(({ flag }) => flag === name)?.n ?? 0) / Math.max(1, books.outcomes.ok ?? 0)
  const [buffered, plain] = [shareOf('proxy_buffered'), shareOf('not_streamed')]
  const { oneReadShare } = validity.bunching
  if (buffered + plain <= THRESHOLDS.bufferedShare && oneReadShare <= THRESHOLDS.oneReadShare) return []
  const share = spellShare(Math.min(1, Math.max(buffered + plain, oneReadShare)))
  const [why, fix] = plain > Math.max(buffered, oneReadShare) ? NO_STREAM : HELD_BACK
  return [
    {
      severity: 'error',
      message: `${share} of the streams came all at once at their end: ${why}`,
      fix,
      blocks: heldMetrics(scenario),
    },
  ]
}
