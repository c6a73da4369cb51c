import type { LengthPrompt, PromptSample, Sample, TensorSample } from '../datasets/dataset.ts'
import { hashText, mix } from './hash.ts'

/** About so many characters of a text are a token. */
const CHARACTERS = 4

/** What requests must have in common to be sent to one replica, as 32-bit hashes. */
export interface Affinity {
  session: number
  prefix: number
}

/**
 * Session: the conversation where the dataset knows it, else the sample itself. Prefix: the first tokens of the prompt,
 * for texts so many times four characters, for tensors so many values. A salt in front of the prompt is not looked at.
 */
export function affinityOf(sample: Sample, index: number, prefixTokens: number): Affinity {
  const session = sample.kind === 'prompt' ? sample.session : undefined
  return {
    session: session === undefined ? mix(index, 1) : hashText(session),
    prefix: sample.kind === 'prompt' ? ofPrompt(sample.prompt, prefixTokens) : ofTensors(sample, prefixTokens),
  }
}

function ofPrompt(prompt: PromptSample['prompt'], tokens: number): number {
  if (prompt.kind === 'length') return ofBlocks(prompt, tokens)
  if (prompt.kind === 'text') return hashText(prompt.text.slice(0, tokens * CHARACTERS))
  let left = tokens * CHARACTERS
  let hash = 0
  for (const { role, content } of prompt.messages) {
    if (left <= 0) break
    hash = hashText(content.slice(0, left), hashText(role, hash))
    left -= content.length
  }
  return hash
}

/** Blocks of equal seeds begin alike, so a block that is cut counts by its seed and how much of it there is. */
function ofBlocks({ blocks }: LengthPrompt, tokens: number): number {
  let left = tokens
  let hash = 0
  for (const block of blocks) {
    if (left <= 0) break
    hash = mix(hashText(block.seed, hash), Math.min(block.tokens, left))
    left -= block.tokens
  }
  return hash
}

function ofTensors({ inputs }: TensorSample, values: number): number {
  let left = values
  let hash = 0
  for (const { name, data } of inputs) {
    if (left <= 0) break
    hash = hashText(data.slice(0, left).join(), hashText(name, hash))
    left -= data.length
  }
  return hash
}
