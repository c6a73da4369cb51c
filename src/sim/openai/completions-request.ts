import type { Prompt } from '../text/tokenizer.ts'
import { tokenizeIds, tokenizeText } from '../text/tokenizer.ts'
import { schemaError } from './api-error.ts'
import type { Body } from './fields.ts'
import { integer, required } from './fields.ts'
import type { Generation, ModelLimits } from './generation.ts'
import { checkModel, checkRanges, readSampling } from './generation.ts'

/** vLLM's default, where the client does not say. */
const DEFAULT_MAX_TOKENS = 16

/** @throws ApiError */
export function readCompletions(body: Body, limits: ModelLimits, wantBlocks: boolean): Generation {
  const prompt = required(body, 'prompt')
  const { temperature, ...sampling } = readSampling(body)
  const logprobs = body.logprobs === undefined || body.logprobs === null ? null : integer(body, 'logprobs', 0)
  checkModel(body, limits)
  const maxTokens = sampling.maxTokens === -1 && body.max_tokens !== -1 ? DEFAULT_MAX_TOKENS : sampling.maxTokens
  const generation = { ...sampling, maxTokens, logprobs, prompts: readPrompts(prompt, wantBlocks) }
  checkRanges(body, generation, temperature, limits)
  return generation
}

/** A text, token ids, or a list of either. */
function readPrompts(prompt: unknown, wantBlocks: boolean): readonly Prompt[] {
  if (typeof prompt === 'string') return [tokenizeText(prompt, wantBlocks)]
  if (isIds(prompt)) return [tokenizeIds(prompt, wantBlocks)]
  if (Array.isArray(prompt) && prompt.length > 0) {
    if (prompt.every((one) => typeof one === 'string')) return prompt.map((one) => tokenizeText(one, wantBlocks))
    if (prompt.every(isIds)) return prompt.map((one) => tokenizeIds(one, wantBlocks))
  }
  throw schemaError('string_type', 'body.prompt.str', 'Input should be a valid string', prompt)
}

function isIds(value: unknown): value is number[] {
  return Array.isArray(value) && value.length > 0 && value.every((id) => Number.isInteger(id) && id >= 0)
}
