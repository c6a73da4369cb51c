import type { RequestSettings } from '../../model/scenario.ts'
import type { PromptSample } from '../datasets/dataset.ts'
import { idsOf } from '../datasets/ids.ts'
import { AnswerDecoder } from './answer/decoder.ts'
import { openaiFields } from './openai/fields.ts'
import { OpenaiReader } from './openai/reader.ts'
import type { Protocol } from './protocol.ts'
import { jsonPayload, type Salted, writeBody } from './request/body.ts'
import { promptOf, textJson } from './request/prompt.ts'
import { idSalt, saltIds } from './request/salt.ts'

/** `POST /v1/completions`: one prompt, as text or as token ids. */
export const openaiCompletions: Protocol = {
  encode(sample, target, settings) {
    const prompt = promptOf(sample, 'openai-completions')
    const fields = openaiFields(target, settings, prompt.outputTokens)
    const body = writeBody(fields, { name: 'prompt', ...promptJson(prompt, settings) }, settings.extra)
    const asked = { input: prompt.inputTokens, output: prompt.outputTokens }
    return jsonPayload('/v1/completions', body, settings.stream, asked)
  },
  decoder: (settings) => new AnswerDecoder(new OpenaiReader(settings), settings.stream),
}

function promptJson(sample: PromptSample, settings: RequestSettings): Salted {
  const { prompt } = sample
  if (prompt.kind !== 'length' || settings.prompt === 'text') return textJson(sample, 'openai-completions', settings)
  const ids = idsOf(prompt)
  if (!settings.salt) return { json: `[${ids.join(',')}]`, salt: [] }
  const shared = prompt.blocks.slice(0, prompt.shared ?? 0).reduce((sum, { tokens }) => sum + tokens, 0)
  saltIds(ids, shared)
  const at = ids.subarray(0, shared).reduce((length, id) => length + `${id},`.length, '['.length)
  return { json: `[${ids.join(',')}]`, salt: idSalt(at, ids.length - shared) }
}
