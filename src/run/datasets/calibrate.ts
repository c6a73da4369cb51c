import { EXIT, Failure } from '../../base/failure.ts'
import { textOf } from './text.ts'

export interface Calibration {
  /** For `textOf`. */
  wordsPerToken: number
  /** What the server adds to every prompt: chat template, special tokens. */
  templateTokens: number
}

const SHORT = 64
const LONG = 1024

/**
 * Finds how many tokens a server makes of generated text, from two probes of which one continues the other.
 *
 * @param promptTokens sends a text as a prompt and gives the server's `usage.prompt_tokens`
 * @throws Failure when the longer probe is not reported as longer
 */
export async function calibrate(promptTokens: (text: string) => Promise<number>): Promise<Calibration> {
  const short = await promptTokens(probe(SHORT))
  const long = await promptTokens(probe(LONG))
  if (!(long > short)) throw notGrowing(short, long)
  const tokensPerWord = (long - short) / (LONG - SHORT)
  return {
    wordsPerToken: 1 / tokensPerWord,
    templateTokens: Math.max(0, Math.round(short - SHORT * tokensPerWord)),
  }
}

function probe(words: number): string {
  return textOf({ kind: 'length', tokens: words, blocks: [{ seed: 'calibration', tokens: words }] }, 1)
}

function notGrowing(short: number, long: number): Failure {
  return new Failure(
    'dataset.calibration',
    `expected the server to count more tokens in ${LONG} words than in ${SHORT}, got ${long} and ${short}`,
    {
      exit: EXIT.invalid,
      hint: 'Its usage cannot be relied on: send token ids where the server takes them (request.prompt: ids).',
    },
  )
}
