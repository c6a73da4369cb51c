import { blankAnswer, clearAnswer } from '../answer/blank.ts'
import { bodyError, declaredError } from '../answer/error-message.ts'
import { parseObject } from '../answer/json-object.ts'
import { foreignEncoding, foreignMedia, mediaTypeOf } from '../answer/media-type.ts'
import type { Decoder, ResponseHead } from '../protocol.ts'
import { GatheredBytes } from '../stream/gathered-bytes.ts'
import { contradictionIn } from './response.ts'

/** Longest response that is put together. */
const MAX_BODY_BYTES = 256 * 2 ** 20

const DIGITS = /^[0-9]{1,10}$/

/** Decodes inference responses. Tensors are no tokens: a whole response with outputs counts as one event. */
export class InferDecoder implements Decoder {
  readonly answer = blankAnswer()
  readonly #body = new GatheredBytes(MAX_BODY_BYTES)
  #ok = false
  #tooLong = false
  #isBinary = false
  /** `Inference-Header-Content-Length`: bytes of JSON before the raw tensors. */
  #jsonLength: string | undefined

  begin(head: ResponseHead): void {
    clearAnswer(this.answer)
    this.#body.clear()
    this.#tooLong = false
    this.#ok = head.status >= 200 && head.status <= 299
    this.#jsonLength = head.header('inference-header-content-length')
    this.answer.retryAfter = head.header('retry-after') ?? null
    this.answer.endsWithBody = true
    this.answer.malformed = foreignEncoding(head)
    const media = mediaTypeOf(head)
    this.#isBinary = media === 'binary'
    const isForeign = media === 'events' || media === 'other'
    if (this.#ok && isForeign) this.answer.malformed ??= foreignMedia(head, 'JSON or raw tensors')
  }

  push(bytes: Buffer, from: number, to: number): number {
    if (from === to) return 0
    this.answer.events = 1
    if (!this.#body.add(bytes, from, to)) this.#tooLong = true
    return 0
  }

  end(): void {
    const { answer } = this
    const body = this.#body.buffer.subarray(0, this.#body.length)
    if (!this.#ok) answer.error = answer.malformed === null ? bodyError(body.toString()) : null
    else if (this.#tooLong) answer.malformed = `a body of more than ${MAX_BODY_BYTES / 2 ** 20} MiB`
    else this.#read(body)
    this.#body.clear()
  }

  #read(body: Buffer): void {
    const { answer } = this
    const jsonLength = this.#headLength(body.length)
    if (jsonLength === null) return
    const parsed = parseObject(body, 0, jsonLength)
    if (parsed.object === null) {
      answer.malformed ??= `${parsed.why} as body: ${parsed.got}`
      return
    }
    answer.error = declaredError(parsed.object)
    if (answer.error !== null || answer.malformed !== null) return
    answer.malformed = contradictionIn(parsed.object, body.subarray(jsonLength))
    if (answer.malformed !== null) return
    answer.terminal = true
    const filled = (parsed.object.outputs as readonly unknown[]).length > 0
    answer.tokenEvents = filled ? 1 : 0
    answer.visibleEvents = answer.tokenEvents
  }

  /** Without its header all of the body is JSON. */
  #headLength(bodyLength: number): number | null {
    const given = this.#jsonLength
    if (given === undefined && !this.#isBinary) return bodyLength
    if (given !== undefined && DIGITS.test(given) && Number(given) <= bodyLength) return Number(given)
    this.answer.malformed ??=
      given === undefined
        ? 'raw tensors without Inference-Header-Content-Length'
        : `Inference-Header-Content-Length ${given} on a body of ${bodyLength} bytes`
    return null
  }
}
