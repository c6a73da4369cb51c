import type { Services } from '../services.ts'
import { tokenizeText } from '../text/tokenizer.ts'
import type { ModelStatistics } from './statistics.ts'
import { TritonError } from './triton.ts'

/** The `llm` model: decoupled, paced by the replica's engine, and able to fail on purpose. */
export interface TextRequest {
  readonly prompt: string
  readonly maxTokens: number
  readonly stream: boolean
  /** An error after so many tokens; −1: none. */
  readonly failAfter: number
}

/** One response of the model. */
export type TextResponse = { text: string; tokens: number } | { error: string }

const WORDS = 'the quick brown fox jumps over a lazy dog and über naïve café'.split(' ')
const DEFAULT_MAX_TOKENS = 16

export function readText(body: { readonly [field: string]: unknown }): TextRequest {
  return {
    prompt: String(body.text_input ?? ''),
    maxTokens: Number(body.max_tokens ?? DEFAULT_MAX_TOKENS),
    stream: body.stream === true,
    failAfter: Number(body.fail_after ?? -1),
  }
}

/**
 * Runs the model: `respond` for each response, then `done`.
 * @returns gives the request up
 * @throws TritonError when the context is longer than the replica can hold
 */
export function runText(
  services: Services,
  request: TextRequest,
  statistics: ModelStatistics,
  respond: (response: TextResponse) => void,
  done: () => void,
): () => void {
  const { maxTokens, failAfter, stream } = request
  const fails = failAfter >= 0 && failAfter < maxTokens
  const tokens = fails ? failAfter : maxTokens
  const prompt = tokenizeText(request.prompt, services.settings.engine.prefixCache)
  const longest = services.settings.maxModelLen
  if (!(prompt.tokens + tokens <= longest)) {
    throw new TritonError(400, 'json', `prompt and max_tokens exceed the context of ${longest} tokens`)
  }
  const sequence = services.engine.submit({
    promptTokens: prompt.tokens,
    outputTokens: Math.max(1, tokens),
    blocks: prompt.blocks,
    token: ({ produced }) => {
      if (stream && tokens > 0) respond({ text: ` ${WORDS[(produced - 1) % WORDS.length]}`, tokens: 1 })
      if (produced < sequence.outputTokens) return
      if (fails) {
        statistics.failed()
        respond({ error: 'model failed on purpose' })
      } else {
        statistics.succeeded(sequence)
        if (!stream) respond({ text: wholeText(request.prompt, tokens), tokens })
      }
      done()
    },
  })
  return () => services.engine.abort(sequence)
}

function wholeText(prompt: string, tokens: number): string {
  return `${prompt} ${Array.from({ length: tokens }, (_, i) => WORDS[i % WORDS.length]).join(' ')}`
}
