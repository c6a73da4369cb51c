import type { Datatype } from '../../model/scenario.ts'

/** A dataset opened for reading. `sample` is random access and cheap enough to call shortly before a request is due. */
export interface OpenDataset {
  readonly size: number
  /** @param index 0 … size−1 */
  sample(index: number): Sample
  /** Time stamps that came with the rows (ns since the first, never decreasing), for `arrivals: trace`. */
  readonly arrivals: Float64Array | null
  close(): void
}

export type Sample = PromptSample | TensorSample

export interface PromptSample {
  kind: 'prompt'
  prompt:
    | { kind: 'text'; text: string }
    | { kind: 'messages'; messages: readonly { role: string; content: string }[] }
    | LengthPrompt
  /** The conversation it is part of, where the dataset knows it. */
  session?: string
  /** Tokens, −1 where the row does not say. */
  inputTokens: number
  outputTokens: number
}

/**
 * Only a length is wanted: `idsOf` or `textOf` make content of it. The blocks follow each other and together have
 * `tokens`; blocks of equal seeds begin with equal content, wherever they stand.
 */
export interface LengthPrompt {
  kind: 'length'
  tokens: number
  blocks: readonly { seed: string; tokens: number }[]
  /** So many leading blocks are common to prompts on purpose: a salt stands behind them. Absent: none. */
  shared?: number
}

export interface TensorSample {
  kind: 'tensors'
  inputs: readonly { name: string; shape: readonly number[]; datatype: Datatype; data: TensorData }[]
  outputs: readonly string[]
  binary: boolean
}

/** Row-major values; 64-bit integers as bigint. */
export type TensorData = readonly (number | bigint | string | boolean)[]
