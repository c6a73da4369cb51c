import { uvicornText } from '../http/uvicorn.ts'
import type { Answer, AnswerContext } from './answer.ts'
import { FINGERPRINT, pieceOf, usageJson } from './answer.ts'
import type { Choice } from './choice.ts'
import { SHAPES } from './shapes/index.ts'

/** One JSON object when all is said. */
export class WholeAnswer implements Answer {
  readonly #context: AnswerContext

  constructor(context: AnswerContext) {
    this.#context = context
  }

  begin(): void {}

  progress(choice: Choice, to: number): void {
    choice.written = to
  }

  finish(choices: readonly Choice[]): void {
    const { id, created, model, api, outlet } = this.#context
    const shape = SHAPES[api]
    const spelled = choices.map((choice) =>
      shape.wholeChoice({ ...pieceOf(this.#context, choice, 0, choice.written), finish: choice.finish! }),
    )
    const usage = usageJson(choices, ',"prompt_tokens_details":null,"completion_tokens_details":null')
    const body =
      `{"id":${JSON.stringify(id)},"object":"${shape.wholeObject}","created":${created},"model":${JSON.stringify(model)},` +
      `"choices":[${spelled.join(',')}],"service_tier":null,${FINGERPRINT},${usage},${shape.wholeTail}}`
    const tokens = choices.reduce((sum, choice) => sum + choice.written, 0)
    uvicornText(outlet, 200, 'application/json', body, [], tokens)
  }
}
