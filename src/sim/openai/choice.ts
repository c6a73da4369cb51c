import type { Sequence } from '../engine/sequence.ts'
import type { Output } from '../text/output.ts'
import type { Prompt } from '../text/tokenizer.ts'
import type { Finish } from './shapes/shape.ts'

/** One of the answers to a request: what it will say, and how much of it has been said. */
export interface Choice {
  readonly index: number
  readonly prompt: Prompt
  readonly output: Output
  readonly sequence: Sequence
  /** Tokens already written. */
  written: number
  finish: Finish | null
}

export function textJson(choice: Choice, from: number, to: number): string {
  if (to === from + 1) return choice.output.json(from)
  let text = ''
  for (let i = from; i < to; i++) text += choice.output.json(i)
  return text
}

export function tokenIdsJson(choice: Choice, from: number, to: number): string {
  return JSON.stringify(Array.from({ length: to - from }, (_, i) => choice.output.id(from + i)))
}
