import { ABORT_FINISHES } from '../../../model/outcome.ts'
import type { RequestSettings } from '../../../model/scenario.ts'
import { blankAnswer, clearAnswer } from '../answer/blank.ts'
import { declaredError, impliedError } from '../answer/error-message.ts'
import { isObject, type JsonObject } from '../answer/json-object.ts'
import type { Plain, Reader } from '../answer/reader.ts'
import { exactTokens, finishOf, hasToolCall, hiddenText, visibleText } from './choice.ts'
import { ChoiceTally } from './choice-tally.ts'
import { readUsage } from './usage.ts'

/** Reads completions and chat alike: text lies in `text`, in `delta` or in `message`. */
export class OpenaiReader implements Reader {
  readonly answer = blankAnswer()
  readonly streamEndsWithBody = false
  readonly textKey = /"(?:text|content|reasoning|reasoning_content)"\s*:\s*"/g
  readonly #choices = new ChoiceTally(this.answer)
  readonly #expected: number

  constructor(settings: RequestSettings) {
    const { n } = settings.extra
    this.#expected = typeof n === 'number' && Number.isInteger(n) && n > 0 ? n : 1
  }

  reset(): void {
    clearAnswer(this.answer)
    this.#choices.reset(this.#expected)
  }

  event(object: JsonObject): boolean {
    const { answer } = this
    const error = 'choices' in object ? declaredError(object) : impliedError(object)
    if (error !== null) {
      answer.error ??= error
      return false
    }
    const choices = Array.isArray(object.choices) ? object.choices : []
    const counts = isObject(object.usage) && this.#isContinuous(choices) ? readUsage(object.usage) : null
    let visible = false
    let hidden = false
    for (const choice of choices) {
      if (!isObject(choice)) continue
      const slot = this.#choices.slot(choice.index)
      const shown = visibleText(choice) !== null
      const unseen = hiddenText(choice) !== null || hasToolCall(choice)
      if (counts !== null && counts.out >= 0) this.#choices.addUpTo(slot, counts.out)
      else this.#count(slot, choice, shown || unseen)
      visible ||= shown
      hidden ||= unseen
      this.#finish(slot, choice)
    }
    if (isObject(object.usage)) this.#noteUsage(object.usage, counts === null)
    if (visible) answer.visibleEvents++
    if (visible || hidden) answer.tokenEvents++
    return visible || hidden
  }

  body(object: JsonObject): void {
    const { answer } = this
    const { choices } = object
    if (!Array.isArray(choices) || !choices.some(isObject)) {
      const error = impliedError(object)
      if (error !== null) answer.error = error
      else answer.malformed = 'JSON without choices'
      return
    }
    answer.error = declaredError(object)
    let visible = false
    let hidden = false
    for (const choice of choices) {
      if (!isObject(choice)) continue
      visible ||= visibleText(choice) !== null
      hidden ||= hiddenText(choice) !== null || hasToolCall(choice)
      const slot = this.#choices.slot(choice.index)
      const exact = exactTokens(choice)
      if (exact !== null) this.#choices.add(slot, exact.tokens, exact.source)
      this.#finish(slot, choice)
    }
    if (isObject(object.usage)) this.#noteUsage(object.usage, true)
    answer.terminal = true
    if (visible) answer.visibleEvents = 1
    if (visible || hidden) answer.tokenEvents = 1
  }

  plain(object: JsonObject): Plain | null {
    const { choices } = object
    if (!Array.isArray(choices) || choices.length !== 1 || !isObject(choices[0])) return null
    const [choice] = choices
    if (object.usage != null || declaredError(object) !== null) return null
    if (finishOf(choice) !== null || exactTokens(choice) !== null || hasToolCall(choice)) return null
    const shown = visibleText(choice)
    const text = shown ?? hiddenText(choice)
    return text === null ? null : { text, visible: shown !== null, choice: this.#choices.slot(choice.index) }
  }

  repeat(plain: Plain): void {
    this.answer.tokenEvents++
    if (plain.visible) this.answer.visibleEvents++
    this.#choices.add(plain.choice, 1, 'events')
  }

  /** Usage on an event of one choice counts that choice so far, unless it came but once, with the finish. */
  #isContinuous(choices: readonly unknown[]): boolean {
    if (choices.length !== 1 || !isObject(choices[0])) return false
    return this.#choices.continuous || finishOf(choices[0]) === null
  }

  #count(slot: number, choice: JsonObject, bearsToken: boolean): void {
    const exact = exactTokens(choice)
    if (exact !== null) this.#choices.add(slot, exact.tokens, exact.source)
    else if (bearsToken) this.#choices.add(slot, 1, 'events')
  }

  #finish(slot: number, choice: JsonObject): void {
    const { answer } = this
    const finish = finishOf(choice)
    if (finish === null) return
    // That one choice was given up outlives the reasons of the others.
    if (answer.finish === null || !ABORT_FINISHES.has(answer.finish)) answer.finish = finish
    this.#choices.finish(slot)
    if (this.#choices.allFinished) answer.terminal = true
  }

  #noteUsage(usage: JsonObject, isTotal: boolean): void {
    const { answer } = this
    const counts = readUsage(usage)
    if (counts.in >= 0) answer.usageIn = counts.in
    if (counts.cached >= 0) answer.usageCached = counts.cached
    if (isTotal && counts.out >= 0) answer.usageOut = counts.out
  }
}
