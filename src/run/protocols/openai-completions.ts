import type { RequestSettings } from '../../model/scenario.ts'
import type { PromptSample } from '../datasets/dataset.ts'
import { idsOf } from '../datasets/ids.ts'
import { AnswerDecoder } from './answer/decoder.ts'
import { openaiFields } from './openai/fields.ts'
import { OpenaiReader } from './openai/reader.ts'
import type { Protocol } from './protocol.ts'
import { jsonPayload, type Salted, writeBody } from './request/body.ts'
import { promptOf, textOfPrompt } from './request/prompt.ts'
import { idSalt, SALT_TEXT, saltIds, textSalt } from './request/salt.ts'

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

function promptJson(sample: PromptSample, { prompt: form, wordsPerToken, salt }: RequestSettings): Salted {
  if (sample.prompt.kind === 'length' && form !== 'text') {
    const ids = idsOf(sample.prompt)
    if (salt) saltIds(ids)
    return { json: `[${ids.join(',')}]`, salt: salt ? idSalt(1, ids.length) : [] }
  }
  const text = textOfPrompt(sample, 'openai-completions', wordsPerToken)
  return { json: JSON.stringify(salt ? SALT_TEXT + text : text), salt: salt ? textSalt(1) : [] }
}
