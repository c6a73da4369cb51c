import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** A proxy that holds a stream back until its end turns ttft into latency. */
export const bufferedStream: Rule = ({ analysis: { books } }) => {
  const n = books.flags.find(({ flag }) => flag === 'proxy_buffered')?.n ?? 0
  const share = n / Math.max(1, books.outcomes.ok ?? 0)
  if (share <= THRESHOLDS.bufferedShare) return []
  return [
    {
      severity: 'error',
      message: `${spellShare(Math.min(1, share))} of the streams came all at once at their end: something between buffers them`,
      fix: 'turn off response buffering in the proxy (X-Accel-Buffering: no), or test without streaming',
      blocks: ['ttft', 'ttft.ok', 'ttft.service', 'tpot', 'tpot.ok', 'itl', 'itl.token', 'stall', 'stall.ok'],
    },
  ]
}
