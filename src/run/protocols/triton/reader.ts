import { blankAnswer, clearAnswer } from '../answer/blank.ts'
import { declaredError, impliedError } from '../answer/error-message.ts'
import { isText, type JsonObject } from '../answer/json-object.ts'
import type { Plain, Reader } from '../answer/reader.ts'

/** Fields of a response that are no output of the model. */
const NO_OUTPUT = new Set([
  'id',
  'model_name',
  'model_version',
  'parameters',
  'sequence_id',
  'sequence_start',
  'sequence_end',
])

/** Texts that grew so often without a break are no pieces that happen to begin alike. */
const GROWTHS = 2

/** Reads what Triton's generate extension sends: one object a response, `text_output` or the model's other outputs. */
export class TritonReader implements Reader {
  readonly answer = blankAnswer()
  readonly streamEndsWithBody = true
  readonly textKey = /"text_output"\s*:\s*"/g
  /** Each response holds its own piece of the text; until this is known it may hold all of the text so far. */
  #inPieces = false
  #before = ''
  #growths = 0

  reset(): void {
    clearAnswer(this.answer)
    this.#inPieces = false
    this.#before = ''
    this.#growths = 0
  }

  event(object: JsonObject): boolean {
    const { answer } = this
    const error = isResponse(object) ? declaredError(object) : impliedError(object)
    if (error !== null) {
      answer.error ??= error
      return false
    }
    if (!hasOutput(object) || this.#repeatsText(object.text_output)) return false
    this.#countEvent()
    return true
  }

  body(object: JsonObject): void {
    const { answer } = this
    answer.error = isResponse(object) ? declaredError(object) : impliedError(object)
    if (answer.error !== null) return
    if (!isResponse(object)) {
      answer.malformed = 'JSON without outputs'
      return
    }
    answer.terminal = true
    if (!hasOutput(object)) return
    answer.tokenEvents = 1
    answer.visibleEvents = 1
  }

  plain(object: JsonObject): Plain | null {
    if (!this.#inPieces || !isText(object.text_output) || declaredError(object) !== null) return null
    return { text: object.text_output, visible: true, choice: 0 }
  }

  repeat(): void {
    this.#countEvent()
  }

  /**
   * Whether a response says nothing new because it repeats, as TensorRT-LLM does with `accumulate_tokens`, all of the
   * text so far.
   */
  #repeatsText(text: unknown): boolean {
    if (this.#inPieces || !isText(text)) return false
    const before = this.#before
    this.#before = text
    if (before === '') return false
    if (text === before && this.#growths >= GROWTHS) return true
    if (text !== before && text.startsWith(before)) this.#growths++
    else this.#inPieces = true
    return false
  }

  #countEvent(): void {
    this.answer.tokenEvents++
    this.answer.visibleEvents++
    this.answer.tokensSeen++
  }
}

const isResponse = (object: JsonObject): boolean =>
  'model_name' in object || 'text_output' in object || 'outputs' in object

/** Where there is `text_output`, it decides; otherwise any output does. */
function hasOutput(object: JsonObject): boolean {
  if ('text_output' in object) return isFilled(object.text_output)
  return Object.entries(object).some(([name, value]) => !NO_OUTPUT.has(name) && isFilled(value))
}

function isFilled(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isFilled)
  return value !== '' && value !== null && value !== undefined
}
