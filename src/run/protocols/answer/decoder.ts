import type { Answer, Decoder, ResponseHead } from '../protocol.ts'
import { EventStream } from '../stream/event-stream.ts'
import { GatheredBytes } from '../stream/gathered-bytes.ts'
import { SseReader } from '../stream/sse.ts'
import { bodyError, declaredError } from './error-message.ts'
import { parseObject } from './json-object.ts'
import { foreignEncoding, foreignMedia, type MediaType, mediaTypeOf } from './media-type.ts'
import type { Reader } from './reader.ts'

/** Longest body that is not streamed. */
const MAX_BODY_BYTES = 64 * 2 ** 20
/** As much of an error's body is looked at. */
const MAX_ERROR_BYTES = 64 * 2 ** 10

/** How the body at hand is read. `refused`: the status already says that there is no answer. */
type Form = 'events' | 'json' | 'other' | 'refused'

/** Decodes answers that are JSON, whole or as a stream of events; what the JSON means is the reader's. */
export class AnswerDecoder implements Decoder {
  readonly answer: Answer
  readonly #reader: Reader
  readonly #streamAsked: boolean
  readonly #events: EventStream
  readonly #body = new GatheredBytes(MAX_BODY_BYTES)
  readonly #errorBody = new GatheredBytes(MAX_ERROR_BYTES)
  #form: Form = 'json'
  #media: MediaType | null = null
  #tooLong = false

  constructor(reader: Reader, streamAsked: boolean) {
    this.answer = reader.answer
    this.#reader = reader
    this.#streamAsked = streamAsked
    this.#events = new EventStream(reader)
  }

  begin(head: ResponseHead): void {
    this.#reader.reset()
    this.#body.clear()
    this.#errorBody.clear()
    this.#tooLong = false
    this.#media = mediaTypeOf(head)
    this.answer.retryAfter = head.header('retry-after') ?? null
    this.answer.malformed = foreignEncoding(head)
    this.#form = this.#formOf(head.status)
    if (this.#form === 'other') this.answer.malformed ??= foreignMedia(head, 'JSON or an event stream')
    this.answer.endsWithBody = this.#form !== 'events' || this.#reader.streamEndsWithBody
    this.answer.notStreamed = this.#streamAsked && this.#form === 'json'
    if (this.#form === 'events') this.#events.reset()
  }

  push(bytes: Buffer, from: number, to: number): number {
    if (this.#form === 'events') return this.#events.push(bytes, from, to)
    if (from === to) return 0
    this.answer.events = 1
    if (this.#form === 'json') {
      if (!this.#body.add(bytes, from, to)) this.#tooLong = true
    } else {
      const room = MAX_ERROR_BYTES - this.#errorBody.length
      this.#errorBody.add(bytes, from, Math.min(to, from + room))
    }
    return 0
  }

  end(): void {
    if (this.#form === 'events') this.#endStream()
    else if (this.#form === 'json') this.#endJson()
    else if (this.#form === 'refused') this.answer.error = this.#refusal()
    else this.#endOther()
  }

  #formOf(status: number): Form {
    if (status < 200 || status > 299) return 'refused'
    if (this.answer.malformed !== null) return 'other'
    if (this.#media === null) return this.#streamAsked ? 'events' : 'json'
    return this.#media === 'events' || this.#media === 'json' ? this.#media : 'other'
  }

  #endStream(): void {
    this.#events.end()
    if (this.#reader.streamEndsWithBody) this.answer.terminal = true
  }

  #endJson(): void {
    const { answer } = this
    const body = this.#body
    if (this.#tooLong) answer.malformed = `a body of more than ${MAX_BODY_BYTES / 2 ** 20} MiB`
    else if (body.length === 0) answer.malformed = 'an empty body where JSON was expected'
    else {
      const parsed = parseObject(body.buffer, 0, body.length)
      if (parsed.object !== null) this.#reader.body(parsed.object)
      else answer.malformed = `${parsed.why} as body: ${parsed.got}`
    }
    body.clear()
  }

  /** A 2xx of a media type that no answer has. It may still be an error in JSON. */
  #endOther(): void {
    const { answer } = this
    const body = this.#errorBody
    const parsed = parseObject(body.buffer, 0, body.length)
    if (parsed.object !== null) answer.error = declaredError(parsed.object)
  }

  #refusal(): string | null {
    if (this.answer.malformed !== null) return null
    const body = this.#errorBody
    if (this.#media !== 'events') return bodyError(body.buffer.toString('utf8', 0, body.length))
    const sse = new SseReader()
    sse.reset()
    sse.next(body.buffer, 0, body.length)
    if (!sse.ready && !sse.finish()) return null
    return bodyError(sse.data.toString('utf8', sse.from, sse.to))
  }
}
