import { stream } from '../../stats/random/stream.ts'
import { index } from '../../stats/random/uniform.ts'
import type { LengthPrompt } from './dataset.ts'
import { WORDS } from './words.ts'

/**
 * Text of about the prompt's length in tokens, made of words that are one token each in the usual vocabularies. Each
 * block's words depend on its seed alone and their number on its tokens alone, so equal blocks are equal text anywhere.
 *
 * @param wordsPerToken by calibration against the server's `usage`; 1 where every word is one token
 */
export function textOf(prompt: LengthPrompt, wordsPerToken: number): string {
  const words: string[] = []
  for (const block of prompt.blocks) {
    appendWords(words, block.seed, Math.max(1, Math.round(block.tokens * wordsPerToken)))
  }
  return words.join(' ')
}

function appendWords(words: string[], seed: string, count: number): void {
  const random = stream(seed, 'words')
  for (let i = 0; i < count; i++) words.push(WORDS[index(random, WORDS.length)])
}
