import { FLAGS } from '../../model/outcome.ts'
import type { Answer } from '../protocols/protocol.ts'
import type { Facts } from './facts.ts'

/** A stream of fewer events than this may well fit one read without anybody holding it back. */
const BUFFERED_EVENTS = 16

/** Usage and wire may differ by this share before it is flagged (docs/methodology.md §1). */
const USAGE_TOLERANCE = 0.01

/** The bits of `FLAGS` that hold beside whatever the outcome is. */
export function flagsOf(facts: Facts): number {
  const { status, answer, ending, reads } = facts
  if (status < 0) return isStale(facts) ? FLAGS.stale_connection : 0
  const endsItself = answer.terminal && !answer.endsWithBody
  const bodyEnded = ending === 'framed' || ending === 'unframed'
  let flags = 0
  if (endsItself && !answer.doneMark) flags |= FLAGS.missing_done
  if (endsItself && !bodyEnded) flags |= FLAGS.missing_end
  if (ending === 'unframed') flags |= FLAGS.unframed
  if (usageContradicts(answer)) flags |= FLAGS.usage_mismatch
  if (answer.truncatedEvent) flags |= FLAGS.truncated_event
  if (reads === 1 && answer.tokenEvents >= BUFFERED_EVENTS) flags |= FLAGS.proxy_buffered
  if (answer.notStreamed && answer.tokenEvents > 0) flags |= FLAGS.not_streamed
  return flags
}

function isStale({ ending }: Facts): boolean {
  return typeof ending !== 'string' && ending.reused && (ending.kind === 'reset' || ending.kind === 'fin')
}

/** Events only bound the tokens from below, so where nothing better was counted only too small a usage is a contradiction. */
function usageContradicts({ usageOut, tokensSeen, seenBy }: Readonly<Answer>): boolean {
  if (usageOut < 0 || tokensSeen === 0) return false
  const excess = tokensSeen - usageOut
  return (seenBy === 'events' ? excess : Math.abs(excess)) > USAGE_TOLERANCE * tokensSeen
}
