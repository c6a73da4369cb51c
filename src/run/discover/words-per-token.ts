import { Failure } from '../../base/failure.ts'
import type { ProtocolName } from '../../model/scenario.ts'
import { calibrate } from '../datasets/calibrate.ts'
import { countOf, isObject } from '../protocols/answer/json-object.ts'
import { type Asker, ask, objectOf } from './ask.ts'

const LONGEST_WORDS = 1024
const SHORTEST_WORDS = 128
/** The longer probe has a word for so many tokens of the context, in case a word is several tokens. */
const CONTEXT_PER_WORD = 8

/**
 * Measures what the model's tokenizer makes of made-up text.
 * @returns words per token, to three places; null where the server's usage does not tell
 */
export async function measureWordsPerToken(
  asker: Asker,
  protocol: ProtocolName,
  model: string | null,
  maxModelLen: number | null,
): Promise<number | null> {
  const chat = protocol === 'openai-chat'
  if (!chat && protocol !== 'openai-completions') return null
  const path = chat ? '/v1/chat/completions' : '/v1/completions'
  const fit = Math.floor((maxModelLen ?? Number.POSITIVE_INFINITY) / CONTEXT_PER_WORD)
  try {
    const { wordsPerToken } = await calibrate(promptTokens, Math.min(LONGEST_WORDS, Math.max(SHORTEST_WORDS, fit)))
    return Number(wordsPerToken.toFixed(3))
  } catch (error) {
    if (error instanceof Failure && error.code === 'dataset.calibration') return null
    throw error
  }

  async function promptTokens(text: string): Promise<number> {
    const prompt = chat ? { messages: [{ role: 'user', content: text }] } : { prompt: text }
    const limits = { model: model ?? undefined, max_tokens: 1, temperature: 0, stream: false }
    const usage = objectOf(await ask(asker, path, { ...limits, ...prompt }))?.usage
    return isObject(usage) ? countOf(usage.prompt_tokens) : -1
  }
}
