import { tokenizeText } from '../text/tokenizer.ts'
import { schemaError } from './api-error.ts'
import type { Body } from './fields.ts'
import { flag, integer, required } from './fields.ts'
import type { Generation, ModelLimits } from './generation.ts'
import { checkModel, checkRanges, readSampling } from './generation.ts'

/** The chat template's own words around each message, in the form ChatML gives them. */
const template = (role: string, content: string): string => `<${role}>${content}</>`

/** Without a limit a chat answer may fill the context. @throws ApiError */
export function readChat(body: Body, limits: ModelLimits, wantBlocks: boolean): Generation {
  const text = readMessages(required(body, 'messages'))
  const { temperature, ...sampling } = readSampling(body)
  const logprobs = flag(body, 'logprobs') ? integer(body, 'top_logprobs', 0) : null
  checkModel(body, limits)
  const prompt = tokenizeText(text, wantBlocks)
  const open = sampling.maxTokens === -1 && body.max_tokens !== -1
  const maxTokens = open ? Math.max(1, limits.maxModelLen - prompt.tokens) : sampling.maxTokens
  const generation = { ...sampling, maxTokens, logprobs, prompts: [prompt] }
  checkRanges(body, generation, temperature, limits)
  return generation
}

function readMessages(messages: unknown): string {
  if (!Array.isArray(messages))
    throw schemaError('list_type', 'body.messages', 'Input should be a valid list', messages)
  return messages
    .map((message: Body | null, i) => {
      if (typeof message?.role !== 'string') {
        throw schemaError('missing', `body.messages.${i}.role`, 'Field required', message ?? {})
      }
      return template(message.role, readContent(message.content))
    })
    .join('')
}

/** A text, or parts of which the texts count. */
function readContent(content: unknown): string {
  if (typeof content === 'string') return content
  if (!Array.isArray(content)) return ''
  return content.map((part: Body | null) => (typeof part?.text === 'string' ? part.text : '')).join('')
}
