import type { Prompt } from '../text/tokenizer.ts'
import { ApiError, badValue, modelNotFound } from './api-error.ts'
import type { Body } from './fields.ts'
import { flag, float, integer, texts } from './fields.ts'

/** What either API asks for, understood and found to be possible. */
export interface Generation {
  readonly prompts: readonly Prompt[]
  /** Choices per prompt. */
  readonly n: number
  readonly maxTokens: number
  readonly minTokens: number
  readonly ignoreEos: boolean
  readonly stop: readonly string[]
  readonly seed: number | null
  readonly stream: boolean
  readonly includeUsage: boolean
  readonly continuousUsage: boolean
  /** Alternatives per token, null where no log-probabilities are wanted. */
  readonly logprobs: number | null
  readonly tokenIds: boolean
}

/** vLLM's own limit on choices per prompt. */
const MOST_CHOICES = 16_384

export interface ModelLimits {
  readonly model: string
  readonly maxModelLen: number
}

/** The fields both APIs have. `maxTokens` is −1 where the client left it open. @throws ApiError in the order vLLM checks. */
export function readSampling(body: Body): Omit<Generation, 'prompts' | 'logprobs'> & { temperature: number } {
  const options = (body.stream_options ?? {}) as Body
  const stream = flag(body, 'stream')
  if (body.stream_options !== undefined && body.stream_options !== null && !stream) {
    throw new ApiError(400, 'BadRequestError', 'stream_options is only for stream=True.', 'stream_options')
  }
  const includeUsage = stream && flag(options, 'include_usage')
  return {
    n: integer(body, 'n', 1),
    maxTokens: integer(body, body.max_completion_tokens === undefined ? 'max_tokens' : 'max_completion_tokens', -1),
    minTokens: integer(body, 'min_tokens', 0),
    ignoreEos: flag(body, 'ignore_eos'),
    stop: texts(body, 'stop'),
    seed: body.seed === undefined || body.seed === null ? null : integer(body, 'seed', 0),
    stream,
    includeUsage,
    continuousUsage: includeUsage && flag(options, 'continuous_usage_stats'),
    tokenIds: flag(body, 'return_token_ids'),
    temperature: float(body, 'temperature', 1),
  }
}

/** @throws ApiError 404 */
export function checkModel(body: Body, limits: ModelLimits): void {
  const asked = body.model
  if (asked === undefined || asked === null || asked === limits.model) return
  throw modelNotFound(String(asked), limits.model)
}

/** @throws ApiError 400 where a value is out of range or the prompt too long */
export function checkRanges(body: Body, generation: Generation, temperature: number, limits: ModelLimits): void {
  const { maxTokens, minTokens, n } = generation
  const { maxModelLen } = limits
  const asked = body.max_tokens ?? body.max_completion_tokens
  if (asked !== undefined && asked !== null && maxTokens < 1)
    throw badValue('max_tokens', maxTokens, `max_tokens must be at least 1, got ${maxTokens}.`)
  if (temperature < 0)
    throw badValue(
      'temperature',
      spellFloat(temperature),
      `temperature must be non-negative, got ${spellFloat(temperature)}.`,
    )
  if (n < 1) throw badValue('n', n, `n must be at least 1, got ${n}.`)
  if (n > MOST_CHOICES) throw badValue('n', n, `n must be at most ${MOST_CHOICES}, got ${n}.`)
  if (maxTokens > maxModelLen) {
    const message = `max_tokens=${maxTokens} cannot be greater than max_model_len=${maxModelLen}. Please request fewer output tokens.`
    throw badValue('max_tokens', maxTokens, message)
  }
  if (minTokens > maxTokens)
    throw badValue(
      'min_tokens',
      minTokens,
      `min_tokens must be less than or equal to max_tokens=${maxTokens}, got ${minTokens}.`,
    )
  for (const prompt of generation.prompts) checkLength(prompt.tokens, maxTokens, maxModelLen)
}

function checkLength(promptTokens: number, maxTokens: number, maxModelLen: number): void {
  const limit = `This model's maximum context length is ${maxModelLen} tokens. However, `
  if (promptTokens === 0) throw new ApiError(400, 'BadRequestError', 'The decoder prompt cannot be empty', null)
  if (promptTokens > maxModelLen) {
    const least = maxModelLen + 1
    const message = `${limit}your prompt contains at least ${least} input tokens, which exceeds this limit even without any output tokens. Please reduce the length of the input prompt.`
    throw badValue('input_tokens', least, message)
  }
  if (promptTokens + maxTokens > maxModelLen) {
    const message = `${limit}you requested ${maxTokens} output tokens and your prompt contains ${promptTokens} input tokens, for a total of ${promptTokens + maxTokens} tokens. Please reduce the length of the input prompt or the number of requested output tokens.`
    throw badValue('input_tokens', promptTokens, message)
  }
}

const spellFloat = (value: number): string => (Number.isInteger(value) ? value.toFixed(1) : String(value))
