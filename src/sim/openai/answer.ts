import type { Outlet } from '../http/outlet.ts'
import type { Choice } from './choice.ts'
import { textJson, tokenIdsJson } from './choice.ts'
import type { Generation } from './generation.ts'
import { logprobsJson } from './logprobs.ts'
import type { ApiName } from './shapes/index.ts'
import type { Piece } from './shapes/shape.ts'

/** How the answer to one request goes out: event by event, or whole. */
export interface Answer {
  /** The request is valid and was taken. */
  begin(): void
  /** The choice has tokens up to `to`, or has ended. */
  progress(choice: Choice, to: number): void
  /** Every choice has ended. */
  finish(choices: readonly Choice[]): void
}

/** What every answer is made from. */
export interface AnswerContext {
  readonly id: string
  readonly created: number
  readonly model: string
  readonly api: ApiName
  readonly generation: Generation
  readonly outlet: Outlet
  /** `--stream-interval`: tokens per event, after the first. */
  readonly streamInterval: number
}

export const FINGERPRINT = '"system_fingerprint":"vllm-0.32.0-8cba3431"'

/** The tokens [from, to) of a choice. */
export function pieceOf(context: AnswerContext, choice: Choice, from: number, to: number): Piece {
  const { generation, api } = context
  return {
    index: choice.index,
    textJson: textJson(choice, from, to),
    logprobs: logprobsJson(api, choice.output, from, to, generation.logprobs),
    tokenIds: generation.tokenIds ? tokenIdsJson(choice, from, to) : 'null',
    promptIds: generation.tokenIds && from === 0 ? JSON.stringify(choice.prompt.ids) : 'null',
    finish: choice.finish,
  }
}

/** `usage` of some choices; each prompt counts once however many choices it has. */
export function usageJson(choices: readonly Choice[], tail: string): string {
  const prompts = new Set(choices.map((choice) => choice.prompt))
  let input = 0
  for (const prompt of prompts) input += prompt.tokens
  let output = 0
  for (const choice of choices) output += choice.sequence.produced
  return `"usage":{"prompt_tokens":${input},"total_tokens":${input + output},"completion_tokens":${output}${tail}}`
}
