import { ABORT_FINISHES, type Outcome, type Reason } from '../../model/outcome.ts'
import type { Answer } from '../protocols/protocol.ts'
import type { WireFailure } from '../transport/transport.ts'
import type { Ending, Facts } from './facts.ts'
import { flagsOf } from './flags.ts'
import { violatesLength } from './length-contract.ts'

export interface Classified {
  outcome: Outcome
  /** null when ok. */
  reason: Reason | null
  /** Bits of `FLAGS`. */
  flags: number
  /** What the server or the system said of it; may hold secrets, and is not cut to length. */
  message: string | null
}

/** A 503 by one of these is a full queue speaking, not an outage. */
const ADMISSION =
  /queue[^.]{0,24}\b(full|size|limit|length|capacity)|(full|maximum|max)[^.]{0,16}queue|max[-_ ](num[-_ ])?(queued|queue|waiting)|overload|too many (concurrent |pending |queued )?requests|rate.?limit|at capacity|server (is )?busy|request timeout expired/i

/**
 * The one outcome of a request: the list of docs/methodology.md §1 from top to bottom, first match. Once a stream's
 * terminal event has come the answer is over, and what happens to its connection afterwards is only flagged.
 */
export function classify(facts: Facts): Classified {
  const verdict = decide(facts)
  return { ...verdict, flags: flagsOf(facts), message: messageOf(facts, verdict.outcome) }
}

type Decision = Pick<Classified, 'outcome' | 'reason'>

function decide(facts: Facts): Decision {
  return facts.status < 0 ? unanswered(facts.ending) : answered(facts)
}

const result = (outcome: Outcome, reason: Reason | null): Decision => ({ outcome, reason })

function unanswered(ending: Ending): Decision {
  const { kind, reused } = failureOf(ending)
  const lost = reused && (kind === 'reset' || kind === 'fin') ? 'stale_connection' : 'conn_reset'
  return (
    unconnected(kind) ??
    timedOut(ending) ??
    (kind === 'malformed' ? result('malformed', 'protocol_error') : null) ??
    given(ending) ??
    result('reset', lost)
  )
}

function answered(facts: Facts): Decision {
  const { answer, ending } = facts
  const isOver = ending === 'framed' || (answer.terminal && !answer.endsWithBody)
  return (
    refused(facts) ??
    (isOver ? null : timedOut(ending)) ??
    (answer.error === null ? null : result('stream_error', 'stream_error')) ??
    (isOver ? null : cut(facts)) ??
    misanswered(facts, isOver) ??
    (isOver ? null : given(ending)) ??
    incomplete(facts) ??
    result('ok', null)
  )
}

function failureOf(ending: Ending): { kind: WireFailure['kind'] | null; reused: boolean } {
  return typeof ending === 'string' ? { kind: null, reused: false } : ending
}

function unconnected(kind: WireFailure['kind'] | null): Decision | null {
  switch (kind) {
    case 'dns':
      return result('connect', 'dns_error')
    case 'refused':
      return result('connect', 'conn_refused')
    case 'unreachable':
      return result('connect', 'conn_unreachable')
    case 'connect-timeout':
      return result('connect', 'conn_timeout')
    case 'tls':
      return result('tls', 'tls_error')
    case 'local':
      return result('client_abort', 'local_limit')
    default:
      return null
  }
}

function refused({ status, answer }: Facts): Decision | null {
  const reason: Reason = `http_${status}`
  if (status === 429 || (status === 503 && isAdmissionControl(answer))) return result('rejected', reason)
  if (status >= 500) return result('http_5xx', reason)
  if (status >= 400) return result('http_4xx', reason)
  if (status >= 300) return result('http_3xx', reason)
  return null
}

function isAdmissionControl({ error, retryAfter }: Readonly<Answer>): boolean {
  return retryAfter !== null || (error !== null && ADMISSION.test(error))
}

function timedOut(ending: Ending): Decision | null {
  if (ending === 'connect') return result('connect', 'conn_timeout')
  if (ending === 'headers') return result('timeout_first', 'timeout_headers')
  if (ending === 'first-token') return result('timeout_first', 'timeout_ttft')
  if (ending === 'total') return result('timeout_total', 'timeout_total')
  if (ending === 'gap') return result('hung', 'timeout_gap')
  if (ending === 'drain') return result('hung', 'open_at_drain')
  return null
}

/** The connection ended while the answer was not over. */
function cut({ answer, ending }: Facts): Decision | null {
  const { kind } = failureOf(ending)
  const failed = kind !== null && kind !== 'malformed' && kind !== 'closed'
  if (ending !== 'unframed' && !failed) return null
  if (answer.events === 0) return result('reset', 'conn_reset')
  return failed ? result('truncated', 'truncated') : null
}

function misanswered({ answer, ending }: Facts, isOver: boolean): Decision | null {
  const isWhole = ending === 'framed' || ending === 'unframed'
  // An event that cannot be read may have been the terminal one: a body that came whole is malformed then, not cut.
  if (isWhole && !answer.terminal && answer.malformed === null) return result('truncated', 'truncated')
  if (answer.finish !== null && ABORT_FINISHES.has(answer.finish)) return result('aborted', 'finish_abort')
  // What we cut off ourselves may look malformed; only of a body that came whole does it mean anything.
  const isUnreadable = answer.malformed !== null && (isWhole || !answer.endsWithBody)
  const isBroken = !isOver && failureOf(ending).kind === 'malformed'
  return isUnreadable || isBroken ? result('malformed', 'protocol_error') : null
}

function given(ending: Ending): Decision | null {
  if (ending === 'overtaken') return result('client_abort', 'overtaken')
  const ours = ending === 'cancelled' || failureOf(ending).kind === 'closed'
  return ours ? result('client_abort', 'cancelled') : null
}

function incomplete(facts: Facts): Decision | null {
  if (facts.answer.tokenEvents === 0) return result('empty', 'empty_stream')
  if (violatesLength(facts)) return result('short', 'ok_short')
  return null
}

const NOTHING_SAID = { error: null, malformed: null, retryAfter: null }

function messageOf(facts: Facts, outcome: Outcome): string | null {
  if (outcome === 'ok' || outcome === 'short') return null
  const { error, malformed, retryAfter } = facts.status >= 0 ? facts.answer : NOTHING_SAID
  const said = error ?? (typeof facts.ending === 'string' ? null : facts.ending.message) ?? malformed
  return retryAfter === null ? said : `${said ?? 'no message'} (Retry-After: ${retryAfter})`
}
