import type { RequestSettings, Target } from '../../model/scenario.ts'
import type { Sample } from '../datasets/dataset.ts'

/** Turns a sample into bytes and bytes into tokens. Never reads the time and never sees a socket. */
export interface Protocol {
  /** @throws Failure when the sample is of a kind the protocol cannot carry. */
  encode(sample: Sample, target: Target, settings: RequestSettings): Payload
  decoder(settings: RequestSettings): Decoder
}

/** One sample's request, encoded once and sent as often as the plan wants. */
export interface Payload {
  /** Under the target's base path, e.g. `/v1/completions`. */
  path: string
  /** Names and values by turns; no host, length or authorization, which are the transport's. */
  headers: readonly string[]
  body: Buffer
  /** Byte offsets in `body` of decimal digits that make each request's prompt unique; empty without salt. */
  salt: readonly number[]
  inputAsked: number
  outputAsked: number
}

/** Decodes one response at a time; `begin` makes it ready for the next. Reused, so that nothing is allocated per token. */
export interface Decoder {
  readonly answer: Answer
  begin(head: ResponseHead): void
  /**
   * Takes the body bytes `[from, to)`, cut anywhere. The bytes are only valid during the call.
   * @returns the number of token-bearing events completed by them
   */
  push(bytes: Buffer, from: number, to: number): number
  /** The body is over, in whatever way: decodes what is left. */
  end(): void
}

export interface ResponseHead {
  status: number
  /** Lower-case name → value of the headers, made on demand. */
  header(name: string): string | undefined
}

/** What a response has said so far. Counters are over the whole response; usage is −1 where the server said nothing. */
export interface Answer {
  /** Events of any kind (comments are none); not streamed: 1 once the first body byte is there. */
  events: number
  /** Events with a non-empty token of any kind. */
  tokenEvents: number
  /** Of these, events with visible text rather than reasoning or tool calls. */
  visibleEvents: number
  /**
   * Output tokens counted on the wire by the best source per event; never falls. Not streamed: 0 unless ids or logprobs
   * came with the text.
   */
  tokensSeen: number
  seenBy: 'continuous_usage' | 'token_ids' | 'logprobs' | 'events'
  usageIn: number
  usageOut: number
  usageCached: number
  finish: string | null
  /** The protocol's own end was seen: `[DONE]`, finish_reason of every choice, a whole JSON body, a clean end for Triton. */
  terminal: boolean
  /** Nothing but the body's own end says that the answer is whole (a JSON body, Triton's stream): framing decides. */
  endsWithBody: boolean
  /** A stream was asked for, and what came is one body. */
  notStreamed: boolean
  /** `[DONE]` where the protocol has one. */
  doneMark: boolean
  /** Message of an error the response carries, in whatever shape. */
  error: string | null
  /** The `Retry-After` header. */
  retryAfter: string | null
  /** Why the bytes are not what the protocol promises. */
  malformed: string | null
  /** The last event was not ended by an empty line. */
  truncatedEvent: boolean
}
