import { bodyError } from '../answer/error-message.ts'
import { parseObject } from '../answer/json-object.ts'
import type { Reader } from '../answer/reader.ts'
import { EventTemplate } from './event-template.ts'
import { MAX_EVENT_BYTES, SseReader } from './sse.ts'
import { type Window, windowOf } from './window.ts'

/** Interleaved choices, or reasoning that gives way to text, need a template each. */
const TEMPLATES = 2
/** Templates learned without any use after which a stream is taken for one whose events all differ. */
const ATTEMPTS = 4

/** First byte of a byte-order mark. */
const MARK = 0xef

const TOO_LONG = `an event of more than ${MAX_EVENT_BYTES / 2 ** 20} MiB`

/** Decodes a body of server-sent events: known shapes by their bytes, all else as JSON. */
export class EventStream {
  readonly #reader: Reader
  readonly #sse = new SseReader()
  readonly #templates: EventTemplate[] = Array.from({ length: TEMPLATES }, () => new EventTemplate())
  #oldest = 0
  #attempts = ATTEMPTS
  #learned = false
  /** The event read last as JSON could be learned. */
  #wasPlain = false

  constructor(reader: Reader) {
    this.#reader = reader
  }

  reset(): void {
    this.#sse.reset()
    for (const template of this.#templates) template.forget()
    this.#attempts = ATTEMPTS
    this.#learned = false
  }

  /** @returns token-bearing events completed by the bytes */
  push(bytes: Buffer, from: number, to: number): number {
    const window = windowOf(bytes)
    const sse = this.#sse
    let tokens = 0
    let at = from
    while (at < to) {
      const begin = at
      const whole = sse.idle
      if (whole) {
        const end = this.#matched(bytes, window, at, to)
        if (end > 0) {
          at = end
          tokens++
          continue
        }
      }
      at = sse.next(bytes, at, to)
      if (sse.tooLong) this.#reader.answer.malformed ??= TOO_LONG
      if (sse.ready && this.#read(bytes, begin, at, whole)) tokens++
    }
    return tokens
  }

  /** The body is over. An event without its empty line still counts when it can be read. */
  end(): void {
    const { answer } = this.#reader
    if (!this.#sse.finish()) return
    answer.truncatedEvent = true
    if (this.#sse.ready) this.#take(true)
  }

  #matched(bytes: Buffer, window: Window, at: number, to: number): number {
    for (const template of this.#templates) {
      const end = template.match(bytes, window, at, to)
      if (end < 0) continue
      this.#attempts = ATTEMPTS
      this.#repeat(template)
      return end
    }
    return -1
  }

  #repeat(template: EventTemplate): void {
    this.#reader.answer.events++
    this.#reader.repeat(template.plain)
  }

  /**
   * Reads the event that is ready and lies in the bytes `[from, to)`. A stream's first tokens are learned without being
   * read first; later ones, which are of another shape mostly because they are no plain tokens, the other way round.
   *
   * @returns whether it bears a token
   */
  #read(bytes: Buffer, from: number, to: number, whole: boolean): boolean {
    // What a byte-order mark begins is an event only at the beginning of a stream.
    const learnable = whole && this.#sse.data === bytes && this.#attempts > 0 && bytes[from] !== MARK
    if (learnable && !this.#learned) {
      const template = this.#learn(bytes, from, to)
      if (template !== null) this.#repeat(template)
      if (template !== null) return true
    }
    const bearsToken = this.#take(false)
    if (learnable && this.#learned && bearsToken && this.#wasPlain) this.#learn(bytes, from, to)
    return bearsToken
  }

  #learn(bytes: Buffer, from: number, to: number): EventTemplate | null {
    if (this.#sse.isError) return null
    const template = this.#templates[this.#oldest]
    if (!template.learn(bytes, from, to, this.#sse.from, this.#sse.to, this.#reader)) return null
    this.#oldest = (this.#oldest + 1) % TEMPLATES
    this.#learned = true
    this.#attempts--
    return template
  }

  /** @param cut the event was not ended, so what cannot be read is no fault. @returns whether it bears a token */
  #take(cut: boolean): boolean {
    const { answer } = this.#reader
    const { data, from, to } = this.#sse
    if (this.#sse.isError) {
      answer.events++
      answer.error ??= bodyError(data.toString('utf8', from, to)) ?? 'an error event without a message'
      return false
    }
    if (isDone(data, from, to)) {
      answer.events++
      answer.doneMark = true
      answer.terminal = true
      return false
    }
    const parsed = parseObject(data, from, to)
    if (parsed.object !== null) {
      answer.events++
      this.#wasPlain = this.#reader.plain(parsed.object) !== null
      return this.#reader.event(parsed.object)
    }
    if (cut) return false
    answer.events++
    answer.malformed ??= `${parsed.why} in an event: ${parsed.got}`
    return false
  }
}

const DONE = Buffer.from('[DONE]')

/** Whether a payload is the end mark, white space around it aside. */
function isDone(data: Buffer, from: number, to: number): boolean {
  let begin = from
  let end = to
  while (begin < end && isSpace(data[begin])) begin++
  while (end > begin && isSpace(data[end - 1])) end--
  return end - begin === DONE.length && DONE.compare(data, begin, end) === 0
}

const isSpace = (byte: number): boolean => byte === 32 || (byte >= 9 && byte <= 13)
