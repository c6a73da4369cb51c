import { stream } from '../../stats/random/stream.ts'
import { index } from '../../stats/random/uniform.ts'
import type { LengthPrompt } from './dataset.ts'

/** Token ids from `from` up to but not including `to`. */
export interface IdRange {
  from: number
  to: number
}

/**
 * Ordinary tokens in the usual vocabularies: past the special tokens and single bytes that the lowest ids stand for, and
 * below the end of a vocabulary of 4096, as small test models have.
 */
export const ORDINARY_IDS: IdRange = { from: 300, to: 3900 }

/** Exactly the prompt's number of token ids. Each block's ids depend on its seed alone. */
export function idsOf(prompt: LengthPrompt, range: IdRange = ORDINARY_IDS): Uint32Array {
  const ids = new Uint32Array(prompt.tokens)
  let at = 0
  for (const block of prompt.blocks) {
    const random = stream(block.seed, 'ids')
    for (const end = at + block.tokens; at < end; at++) ids[at] = range.from + index(random, range.to - range.from)
  }
  return ids
}
