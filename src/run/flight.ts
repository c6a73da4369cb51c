import type { Nanos } from '../base/nanos.ts'
import type { Mission } from './mission.ts'
import type { Ending } from './observe/facts.ts'
import type { Decoder, ResponseHead } from './protocols/protocol.ts'
import type { Recorder } from './recorder.ts'
import type { Cancelable, Exchange, WireFailure } from './transport/transport.ts'

/** What one query wants of a flight. */
export interface Boarding {
  request: number
  query: number
  sample: number
  phase: number
  replica: number
  /** Of the replica's standing when it was sent. */
  pass: number
  due: number
  issued: number
  inputAsked: number
  outputAsked: number
  /** Set where this is one of several attempts that one request may take. */
  mission: Mission | null
}

/** Why we ended a request that the wire did not end. */
export type GivenUp = Extract<Ending, string> &
  ('headers' | 'first-token' | 'gap' | 'total' | 'drain' | 'cancelled' | 'overtaken')

/**
 * One request in flight: takes the stamped bytes of its transport, lets the protocol decode them, and keeps the marks.
 * Reused for the next request once it has landed, so that a stream costs no memory per token.
 */
export class Flight implements Exchange {
  wire: Cancelable | null = null
  readonly decoder: Decoder
  readonly #recorder: Recorder
  readonly #airspace: { activity: number }
  readonly #landed: (flight: Flight, ending: Ending) => void
  readonly #nameOf: ((head: ResponseHead) => number) | null
  /** Position among the flights in the air, or −1. */
  slot = -1
  keepTokens = true
  /** Told the end of the answer once the flight may be used again. */
  onLanded: (at: Nanos) => void = () => {}
  mission: Mission | null = null
  /** Code of the replica as a gateway's response head names it; −1: it did not. */
  named = -1

  request = 0
  query = 0
  sample = 0
  phase = 0
  replica = 0
  pass = 0
  inputAsked = 0
  outputAsked = 0
  status = -1
  bytes = 0
  reads = 0
  due = 0
  issued = 0
  sentAt = Number.NaN
  headersAt = Number.NaN
  firstEvent = Number.NaN
  firstToken = Number.NaN
  firstVisible = Number.NaN
  lastToken = Number.NaN
  terminalAt = Number.NaN
  doneAt = Number.NaN
  stall = Number.NaN
  /** The current read's tokens, not yet recorded: all chunks of a read make one row. */
  #gap = Number.NaN
  #events = 0
  #tokens = 0
  #tokensBefore = 0

  constructor(
    decoder: Decoder,
    recorder: Recorder,
    airspace: { activity: number },
    landed: (flight: Flight, ending: Ending) => void,
    nameOf: ((head: ResponseHead) => number) | null = null,
  ) {
    this.decoder = decoder
    this.#airspace = airspace
    this.#recorder = recorder
    this.#landed = landed
    this.#nameOf = nameOf
  }

  board(boarding: Boarding): void {
    this.request = boarding.request
    this.query = boarding.query
    this.sample = boarding.sample
    this.phase = boarding.phase
    this.replica = boarding.replica
    this.pass = boarding.pass
    this.due = boarding.due
    this.issued = boarding.issued
    this.inputAsked = boarding.inputAsked
    this.outputAsked = boarding.outputAsked
    this.mission = boarding.mission
    this.named = -1
    this.wire = null
    this.status = -1
    this.bytes = 0
    this.reads = 0
    this.sentAt = Number.NaN
    this.headersAt = Number.NaN
    this.firstEvent = Number.NaN
    this.firstToken = Number.NaN
    this.firstVisible = Number.NaN
    this.lastToken = Number.NaN
    this.terminalAt = Number.NaN
    this.doneAt = Number.NaN
    this.stall = Number.NaN
    this.#gap = Number.NaN
    this.#events = 0
    this.#tokens = 0
    this.#tokensBefore = 0
  }

  sent(at: Nanos): void {
    this.sentAt = at
  }

  head(at: Nanos, head: ResponseHead): void {
    this.headersAt = at
    this.status = head.status
    if (this.#nameOf !== null) this.named = this.#nameOf(head)
    this.decoder.begin(head)
  }

  data(at: Nanos, bytes: Buffer, from: number, to: number): void {
    this.#airspace.activity++
    if (this.bytes === 0) this.mission?.answered(this, at)
    this.bytes += to - from
    const events = this.decoder.push(bytes, from, to)
    this.#observe(at, events)
  }

  end(at: Nanos, framing: 'framed' | 'unframed'): void {
    this.#finish(at, framing)
  }

  failed(at: Nanos, failure: WireFailure): void {
    this.#finish(at, failure)
  }

  /** Ends the request from our side, with the outcome the timer stands for. */
  giveUp(at: Nanos, timer: GivenUp): void {
    this.wire?.cancel()
    this.#finish(at, timer)
  }

  /** Instant of the last sign of progress, for the gap timer. */
  get progress(): number {
    return Number.isNaN(this.lastToken) ? this.firstEvent : this.lastToken
  }

  /** Hands the current read's tokens to the recorder. Also called between reads, so that a crash loses no old token. */
  recordTokens(): void {
    if (this.#events > 0 && this.keepTokens) {
      this.#recorder.token(this.request, this.lastToken, this.#gap, this.#events, this.#tokens)
    }
    this.#events = 0
    this.#tokens = 0
  }

  #observe(at: Nanos, tokenEvents: number): void {
    const answer = this.decoder.answer
    if (answer.events > 0 && Number.isNaN(this.firstEvent)) this.firstEvent = at
    if (tokenEvents > 0) this.#arrive(at, tokenEvents, answer.visibleEvents, answer.tokensSeen)
    // A token that follows the end shows that it was none yet.
    if (answer.terminal && (tokenEvents > 0 || Number.isNaN(this.terminalAt))) this.terminalAt = at
  }

  #arrive(at: Nanos, events: number, visible: number, tokensSeen: number): void {
    if (at !== this.lastToken) {
      this.recordTokens()
      if (this.reads === 0) {
        this.firstToken = at
        this.#gap = Number.NaN
      } else {
        this.#gap = at - this.lastToken
        if (!(this.stall >= this.#gap)) this.stall = this.#gap
      }
      this.lastToken = at
      this.reads++
    } else if (this.#events === 0) {
      this.#gap = 0
    }
    if (visible > 0 && Number.isNaN(this.firstVisible)) this.firstVisible = at
    this.#events += events
    this.#tokens += tokensSeen - this.#tokensBefore
    this.#tokensBefore = tokensSeen
  }

  #finish(at: Nanos, ending: Ending): void {
    this.wire = null
    if (!Number.isNaN(this.headersAt)) {
      const before = this.decoder.answer.tokenEvents
      this.decoder.end()
      this.#observe(at, this.decoder.answer.tokenEvents - before)
    }
    this.recordTokens()
    this.doneAt = Number.isNaN(this.terminalAt) ? at : this.terminalAt
    this.#landed(this, ending)
  }
}
