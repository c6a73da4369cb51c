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

/** Reads what Triton's generate extension sends: one object a response, `text_output` or the model's other outputs. */
export class TritonReader implements Reader {
  readonly answer = blankAnswer()
  readonly streamEndsWithBody = true
  readonly textKey = /"text_output"\s*:\s*"/g

  reset(): void {
    clearAnswer(this.answer)
  }

  event(object: JsonObject): boolean {
    const { answer } = this
    const error = isResponse(object) ? declaredError(object) : impliedError(object)
    if (error !== null) {
      answer.error ??= error
      return false
    }
    if (!hasOutput(object)) return false
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
    if (!isText(object.text_output) || declaredError(object) !== null) return null
    return { text: object.text_output, visible: true, choice: 0 }
  }

  repeat(): void {
    this.#countEvent()
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
