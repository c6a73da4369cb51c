import { ATTEMPT_CAUSES, type AttemptCause } from '../model/attempts.ts'
import { COUNT_SOURCES, type CountSource, OUTCOMES, type Outcome } from '../model/outcome.ts'
import { PHASES, type Phase } from '../model/phase.ts'
import type { RequestSettings } from '../model/scenario.ts'
import type { Flight } from './flight.ts'
import type { Mission } from './mission.ts'
import { type Classified, classify } from './observe/classify.ts'
import type { Ending } from './observe/facts.ts'
import type { Answer } from './protocols/protocol.ts'
import type { Recorder } from './recorder.ts'
import { redactor } from './redact.ts'
import type { Replica } from './replica.ts'

const NO_CODE = -1
const MESSAGE_LENGTH = 512
/** Longer than any finish reason that makes sense. */
const FINISH_LENGTH = 64

export const phaseCode = (phase: Phase): number => PHASES.indexOf(phase)
const outcomeCode = (outcome: Outcome): number => OUTCOMES.indexOf(outcome)

/** How a request ended, in short. */
export interface Landing {
  status: number
  outcome: Outcome
  message: string | null
}

/** Turns flights that have ended into rows of the log. */
export class Landings {
  /** The last row written, for the warm-up, which reacts to what it gets. */
  readonly last: Landing = {
    status: -1,
    outcome: 'ok',
    message: null,
  }
  readonly #recorder: Recorder
  readonly #settings: RequestSettings
  readonly #lane: number
  readonly #gateway: boolean
  #redact: (text: string) => string
  readonly #stream: number
  /** Nearly every answer ends as the one before it. */
  #lastFinish = ''
  #lastFinishCode = NO_CODE

  /** @param gateway one address hides the replicas: only the answer can say which it was */
  constructor(
    recorder: Recorder,
    settings: RequestSettings,
    replicas: readonly Replica[],
    lane: number,
    gateway: boolean,
  ) {
    this.#recorder = recorder
    this.#settings = settings
    this.#lane = lane
    this.#gateway = gateway
    this.#redact = redactor(replicas.flatMap((replica) => replica.secrets))
    this.#stream = recorder.streams.code('all')
  }

  /** Replicas have joined: their secrets are not to be written either. */
  keepSecret(replicas: readonly Replica[]): void {
    this.#redact = redactor(replicas.flatMap((replica) => replica.secrets))
  }

  /** How an attempt ended; the message without secrets, and cut to length. */
  judge(flight: Flight, ending: Ending): Classified {
    const { status, reads, outputAsked } = flight
    const { forceLength } = this.#settings
    const ended = classify({ status, answer: flight.decoder.answer, ending, reads, outputAsked, forceLength })
    if (ended.message !== null) ended.message = this.#redact(ended.message).slice(0, MESSAGE_LENGTH)
    return ended
  }

  /** Writes a request's row, as this attempt ended. @param mission set where it may have been one of several */
  land(flight: Flight, { outcome, reason, flags, message }: Classified, mission: Mission | null): void {
    const { answer } = flight.decoder
    const answered = flight.status >= 0
    const row = this.#common(flight.request, flight.query, flight.sample, flight.phase, flight.due)
    const columns = this.#recorder.requests
    columns.replica[row] = this.#replicaOf(flight)
    columns.attempts[row] = mission === null ? 1 : mission.attempts
    columns.issued[row] = mission === null ? flight.issued : mission.errand.issued
    columns.sent[row] = mission === null || Number.isNaN(mission.sentAt) ? flight.sentAt : mission.sentAt
    columns.headers[row] = flight.headersAt
    columns.first_event[row] = flight.firstEvent
    columns.first_token[row] = flight.firstToken
    columns.first_visible[row] = flight.firstVisible
    columns.last_token[row] = flight.lastToken
    columns.done[row] = flight.doneAt
    columns.outcome[row] = outcomeCode(outcome)
    columns.reason[row] = this.#recorder.reasons.code(reason)
    columns.status[row] = flight.status
    columns.finish[row] = answered ? this.#finishCode(answer.finish) : NO_CODE
    columns.flags[row] = flags
    columns.input_asked[row] = flight.inputAsked
    columns.output_asked[row] = flight.outputAsked
    columns.tokens_in[row] = answered ? answer.usageIn : NO_CODE
    columns.tokens_cached[row] = answered ? answer.usageCached : NO_CODE
    columns.tokens_out[row] = answered ? (answer.usageOut >= 0 ? answer.usageOut : answer.tokensSeen) : 0
    columns.tokens_seen[row] = answered ? answer.tokensSeen : 0
    columns.counted_by[row] = COUNT_SOURCES.indexOf(answered ? countedBy(answer) : 'none')
    columns.events[row] = answered ? answer.tokenEvents : 0
    columns.reads[row] = flight.reads
    columns.stall[row] = flight.stall
    columns.bytes[row] = flight.bytes
    columns.error[row] = this.#recorder.errors.code(message)
    this.last.status = flight.status
    this.last.outcome = outcome
    this.last.message = message
  }

  /** Writes one wire call's row. */
  attempt(flight: Flight, number: number, cause: AttemptCause, { outcome, reason }: Classified): void {
    const row = this.#recorder.attemptRow()
    const columns = this.#recorder.attempts
    columns.request[row] = flight.request
    columns.attempt[row] = number
    columns.cause[row] = ATTEMPT_CAUSES.indexOf(cause)
    columns.replica[row] = this.#replicaOf(flight)
    columns.issued[row] = flight.issued
    columns.sent[row] = flight.sentAt
    columns.headers[row] = flight.headersAt
    columns.first_token[row] = flight.firstToken
    columns.done[row] = flight.doneAt
    columns.outcome[row] = outcomeCode(outcome)
    columns.reason[row] = this.#recorder.reasons.code(reason)
    columns.status[row] = flight.status
    columns.tokens_seen[row] = flight.status >= 0 ? flight.decoder.answer.tokensSeen : 0
    columns.bytes[row] = flight.bytes
  }

  /** A planned sample that was never sent. */
  notSent(request: number, query: number, sample: number, phase: number, due: number, at: number): void {
    const row = this.#common(request, query, sample, phase, due)
    const columns = this.#recorder.requests
    columns.replica[row] = NO_CODE
    columns.attempts[row] = 0
    columns.issued[row] = Number.NaN
    columns.sent[row] = Number.NaN
    columns.headers[row] = Number.NaN
    columns.first_event[row] = Number.NaN
    columns.first_token[row] = Number.NaN
    columns.first_visible[row] = Number.NaN
    columns.last_token[row] = Number.NaN
    columns.done[row] = Math.max(at, due)
    columns.outcome[row] = outcomeCode('not_sent')
    columns.reason[row] = this.#recorder.reasons.code('not_sent')
    columns.status[row] = NO_CODE
    columns.finish[row] = NO_CODE
    columns.flags[row] = 0
    columns.input_asked[row] = NO_CODE
    columns.output_asked[row] = NO_CODE
    columns.tokens_in[row] = NO_CODE
    columns.tokens_cached[row] = NO_CODE
    columns.tokens_out[row] = 0
    columns.tokens_seen[row] = 0
    columns.counted_by[row] = COUNT_SOURCES.indexOf('none')
    columns.events[row] = 0
    columns.reads[row] = 0
    columns.stall[row] = Number.NaN
    columns.bytes[row] = 0
    columns.error[row] = NO_CODE
  }

  #finishCode(text: string | null): number {
    if (text === null) return NO_CODE
    if (text !== this.#lastFinish) {
      this.#lastFinish = text
      this.#lastFinishCode = this.#recorder.finishes.code(this.#redact(text).slice(0, FINISH_LENGTH))
    }
    return this.#lastFinishCode
  }

  #replicaOf(flight: Flight): number {
    return this.#gateway ? flight.named : flight.replica
  }

  #common(request: number, query: number, sample: number, phase: number, due: number): number {
    const row = this.#recorder.requestRow()
    const columns = this.#recorder.requests
    columns.request[row] = request
    columns.query[row] = query
    columns.sample[row] = sample
    columns.phase[row] = phase
    columns.stream[row] = this.#stream
    columns.worker[row] = this.#lane
    columns.due[row] = due
    return row
  }
}

function countedBy({ usageOut, tokensSeen, seenBy }: Readonly<Answer>): CountSource {
  if (usageOut >= 0) return 'usage'
  return tokensSeen > 0 ? seenBy : 'none'
}
