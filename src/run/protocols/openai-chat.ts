import type { RequestSettings } from '../../model/scenario.ts'
import type { PromptSample } from '../datasets/dataset.ts'
import { AnswerDecoder } from './answer/decoder.ts'
import { openaiFields } from './openai/fields.ts'
import { OpenaiReader } from './openai/reader.ts'
import type { Protocol } from './protocol.ts'
import { jsonPayload, type Salted, writeBody } from './request/body.ts'
import { promptOf, textJson } from './request/prompt.ts'
import { SALT_TEXT, textSalt } from './request/salt.ts'

/** `POST /v1/chat/completions`: the sample's messages, or its text as one message of the user's. */
export const openaiChat: Protocol = {
  encode(sample, target, settings) {
    const prompt = promptOf(sample, 'openai-chat')
    const fields = openaiFields(target, settings, prompt.outputTokens)
    const messages = { name: 'messages', ...messagesJson(prompt, settings) }
    const body = writeBody(fields, messages, settings.extra)
    const asked = { input: prompt.inputTokens, output: prompt.outputTokens }
    return jsonPayload('/v1/chat/completions', body, settings.stream, asked)
  },
  decoder: (settings) => new AnswerDecoder(new OpenaiReader(settings), settings.stream),
}

/** The salt begins the first message, so that no prefix of the prompt is like another's. */
function messagesJson(sample: PromptSample, settings: RequestSettings): Salted {
  if (sample.prompt.kind !== 'messages') {
    const lead = '[{"role":"user","content":'
    const { json, salt } = textJson(sample, 'openai-chat', settings)
    return { json: `${lead}${json}}]`, salt: salt.map((offset) => lead.length + offset) }
  }
  const { messages } = sample.prompt
  if (!settings.salt || messages.length === 0) return { json: JSON.stringify(messages), salt: [] }
  const [first, ...rest] = messages
  const lead = `[{"role":${JSON.stringify(first.role)},"content":"`
  const json = JSON.stringify([{ role: first.role, content: SALT_TEXT + first.content }, ...rest])
  return { json, salt: textSalt(Buffer.byteLength(lead)) }
}
