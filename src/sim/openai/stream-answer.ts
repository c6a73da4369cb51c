import { uvicornEventStream } from '../http/uvicorn.ts'
import type { Answer, AnswerContext } from './answer.ts'
import { FINGERPRINT, pieceOf, usageJson } from './answer.ts'
import type { Choice } from './choice.ts'
import { SHAPES } from './shapes/index.ts'
import type { Shape } from './shapes/shape.ts'

/** Server-sent events, one to a chunk. The head goes out before there is any token, as vLLM's does. */
export class StreamAnswer implements Answer {
  readonly #context: AnswerContext
  readonly #shape: Shape
  readonly #count: number
  /** What every event begins with. */
  readonly #head: string
  #opened = false
  #ended = 0

  constructor(context: AnswerContext, choices: number) {
    this.#context = context
    this.#shape = SHAPES[context.api]
    this.#count = choices
    const { id, created, model } = context
    this.#head = `data: {"id":${JSON.stringify(id)},"object":"${this.#shape.streamObject}","created":${created},"model":${JSON.stringify(model)},"choices":[`
  }

  begin(): void {
    uvicornEventStream(this.#context.outlet)
  }

  progress(choice: Choice, to: number): void {
    if (!this.#opened) this.#open(choice)
    const pending = to - choice.written
    if (choice.finish === null && choice.written > 0 && pending < this.#context.streamInterval) return
    const piece = this.#shape.delta(pieceOf(this.#context, choice, choice.written, to))
    this.#context.outlet.chunk(`${this.#head}${piece}]${this.#tail(choice)}}\n\n`, pending)
    choice.written = to
  }

  finish(choices: readonly Choice[]): void {
    const { outlet, generation } = this.#context
    if (generation.includeUsage) outlet.chunk(`${this.#head}],${usageJson(choices, '')},${FINGERPRINT}}\n\n`)
    outlet.chunk('data: [DONE]\n\n')
    outlet.end()
  }

  #open(choice: Choice): void {
    this.#opened = true
    for (let index = 0; index < this.#count; index++) {
      const opening = this.#shape.opening(index)
      if (opening === null) return
      const { prompt } = choice
      const usage = `,"usage":{"prompt_tokens":${prompt.tokens},"total_tokens":${prompt.tokens},"completion_tokens":0${NO_DETAILS}}`
      const early = this.#context.generation.continuousUsage ? usage : ''
      this.#context.outlet.chunk(`${this.#head}${opening}]${early},${this.#shape.openingTail}}\n\n`)
    }
  }

  #tail(choice: Choice): string {
    const { continuousUsage, includeUsage } = this.#context.generation
    if (continuousUsage) return `,${usageJson([choice], NO_DETAILS)}`
    const last = choice.finish !== null && ++this.#ended === this.#count
    return last && !includeUsage ? `,${FINGERPRINT}` : ''
  }
}

const NO_DETAILS = ',"completion_tokens_details":null'
