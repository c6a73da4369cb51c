import { EXIT, Failure } from '../../base/failure.ts'
import { textOf } from './text.ts'

export interface Calibration {
  /** For `textOf`. */
  wordsPerToken: number
  /** What the server adds to every prompt: chat template, special tokens. */
  templateTokens: number
}

const SHORT = 64
/** Words of the longer probe, where the context has room for it. */
const LONG = 1024

/**
 * Finds how many tokens a server makes of generated text, from two probes of which one continues the other.
 *
 * @param promptTokens sends a text as a prompt and gives the server's `usage.prompt_tokens`
 * @param longest words of the longer probe, at least twice the 64 of the shorter
 * @throws Failure when the longer probe is not reported as longer
 */
export async function calibrate(promptTokens: (text: string) => Promise<number>, longest = LONG): Promise<Calibration> {
  const short = await promptTokens(probe(SHORT))
  const long = await promptTokens(probe(longest))
  if (!(long > short)) throw notGrowing(short, long, longest)
  const tokensPerWord = (long - short) / (longest - SHORT)
  return {
    wordsPerToken: 1 / tokensPerWord,
    templateTokens: Math.max(0, Math.round(short - SHORT * tokensPerWord)),
  }
}

function probe(words: number): string {
  return textOf({ kind: 'length', tokens: words, blocks: [{ seed: 'calibration', tokens: words }] }, 1)
}

function notGrowing(short: number, long: number, longest: number): Failure {
  return new Failure(
    'dataset.calibration',
    `expected the server to count more tokens in ${longest} words than in ${SHORT}, got ${long} and ${short}`,
    {
      exit: EXIT.invalid,
      hint: 'Its usage cannot be relied on: send token ids where the server takes them (request.prompt: ids).',
    },
  )
}
