import { ABORT_FINISHES, type Outcome, type Reason } from '../../model/outcome.ts'
import type { Answer } from '../protocols/protocol.ts'
import type { WireFailure } from '../transport/transport.ts'
import { flagsOf } from './flags.ts'
import { violatesLength } from './length-contract.ts'

/** How one attempt ended. */
export type Ending =
  /** The body came to its end as its framing promised, or by the close that delimits it. */
  | 'framed'
  | 'unframed'
  /** A client timer ran out; `drain`: still open when the drain was over. */
  | 'connect'
  | 'headers'
  | 'first-token'
  | 'gap'
  | 'total'
  | 'drain'
  /** Given up by Tailgate for its own reasons. */
  | 'cancelled'
  | WireFailure

/** All that decides an outcome. */
export interface Facts {
  /** −1: no response head came, and `answer` is not looked at. */
  status: number
  /** After the decoder's `end`. */
  answer: Readonly<Answer>
  ending: Ending
  /** Network reads that held token-bearing events. */
  reads: number
  /** Tokens, −1 when no length was asked for. */
  outputAsked: number
  forceLength: boolean
}

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
  const failure = failureOf(facts)
  const answered = facts.status >= 0
  const interrupted = !isOver(facts)
  return (
    (answered ? null : unconnected(facts.ending, failure)) ??
    (answered ? refused(facts) : null) ??
    (interrupted ? timedOut(facts.ending) : null) ??
    (answered && facts.answer.error !== null ? result('stream_error', 'stream_error') : null) ??
    (interrupted ? cut(facts, failure) : null) ??
    (answered ? misanswered(facts, failure) : null) ??
    (interrupted && failure?.kind === 'malformed' ? result('malformed', 'protocol_error') : null) ??
    (interrupted ? given(facts.ending, failure) : null) ??
    (answered ? incomplete(facts) : null) ??
    result('ok', null)
  )
}

const result = (outcome: Outcome, reason: Reason | null): Decision => ({ outcome, reason })

function failureOf({ ending }: Facts): WireFailure | null {
  return typeof ending === 'string' ? null : ending
}

/** The answer came to an end that nothing later can take back. */
function isOver({ status, answer, ending }: Facts): boolean {
  return status >= 0 && ((answer.terminal && !answer.endsWithBody) || ending === 'framed')
}

function unconnected(ending: Ending, failure: WireFailure | null): Decision | null {
  if (ending === 'connect') return result('connect', 'conn_timeout')
  switch (failure?.kind) {
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
  if (ending === 'headers') return result('timeout_first', 'timeout_headers')
  if (ending === 'first-token') return result('timeout_first', 'timeout_ttft')
  if (ending === 'total') return result('timeout_total', 'timeout_total')
  if (ending === 'gap') return result('hung', 'timeout_gap')
  if (ending === 'drain') return result('hung', 'open_at_drain')
  return null
}

/** The connection ended while the answer was not over. */
function cut({ status, answer, ending }: Facts, failure: WireFailure | null): Decision | null {
  const closed = ending === 'unframed' || failure?.kind === 'reset' || failure?.kind === 'fin'
  if (!closed) return null
  const begun = status >= 0 && answer.events > 0
  if (!begun) return result('reset', failure?.reused && status < 0 ? 'stale_connection' : 'conn_reset')
  return ending === 'unframed' ? null : result('truncated', 'truncated')
}

function misanswered({ answer, ending }: Facts, failure: WireFailure | null): Decision | null {
  const ended = failure === null && (ending === 'framed' || ending === 'unframed')
  // An event that cannot be read may have been the terminal one: a body that came whole is malformed then, not cut.
  if (ended && !answer.terminal && answer.malformed === null) return result('truncated', 'truncated')
  if (answer.finish !== null && ABORT_FINISHES.has(answer.finish)) return result('aborted', 'finish_abort')
  // What we cut off ourselves may look malformed; only of a body that came whole does it mean anything.
  const readable = answer.malformed === null || (answer.endsWithBody && !ended)
  return readable ? null : result('malformed', 'protocol_error')
}

function given(ending: Ending, failure: WireFailure | null): Decision | null {
  const ours = ending === 'cancelled' || failure?.kind === 'closed'
  return ours ? result('client_abort', 'cancelled') : null
}

function incomplete(facts: Facts): Decision | null {
  if (facts.answer.tokenEvents === 0) return result('empty', 'empty_stream')
  if (violatesLength(facts)) return result('short', 'ok_short')
  return null
}

function messageOf(facts: Facts, outcome: Outcome): string | null {
  if (outcome === 'ok' || outcome === 'short') return null
  const { error, malformed } = facts.status >= 0 ? facts.answer : { error: null, malformed: null }
  return error ?? failureOf(facts)?.message ?? malformed
}
