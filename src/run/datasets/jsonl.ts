import { EXIT, Failure } from '../../base/failure.ts'
import { suggest } from '../../base/suggest.ts'
import type { Dataset } from '../../model/scenario.ts'
import type { OpenDataset, PromptSample } from './dataset.ts'
import { openJsonPrompts } from './json-prompts.ts'
import { atPath, type JsonObject, nameOf } from './scan/json-row.ts'
import { lineSplitter } from './scan/line-splitter.ts'
import type { Row } from './scan/row.ts'
import { clip, rowFailure } from './scan/row-failure.ts'
import { sessionOf } from './session-of.ts'
import { tokenCount } from './token-count.ts'

type Spec = Extract<Dataset, { kind: 'jsonl' }>
type Message = { role: string; content: string }

/**
 * One JSON object a line. The prompt field holds a string, a list of chat messages, or an object with such a list under
 * `messages`; the output field a number of tokens, `defaultOutput` where it is absent or null. Both names may be dotted.
 * A field `session` names the conversation.
 */
export function openJsonl(spec: Spec, baseDir: string): Promise<OpenDataset> {
  return openJsonPrompts(spec, baseDir, lineSplitter, (object, row, file) => ({
    kind: 'prompt',
    prompt: promptOf(object, spec.prompt, row, file),
    ...sessionOf(object.session),
    inputTokens: -1,
    outputTokens: outputOf(object, spec, row, file),
  }))
}

function promptOf(object: JsonObject, field: string, row: Row, file: string): PromptSample['prompt'] {
  const value = atPath(object, field)
  if (value === undefined) throw missing(object, field, row, file)
  if (typeof value === 'string' && value !== '') return { kind: 'text', text: value }
  const messages = messagesOf(value)
  if (messages !== null) return { kind: 'messages', messages }
  throw rowFailure(
    file,
    row,
    `expected "${field}" to be a text or a list of messages {"role", "content"}, got ${nameOf(value)}`,
  )
}

function messagesOf(value: unknown): Message[] | null {
  const list = Array.isArray(value) ? value : (value as { messages?: unknown } | null)?.messages
  if (!Array.isArray(list) || list.length === 0) return null
  const messages = list.map(messageOf)
  return messages.every((message) => message !== null) ? messages : null
}

function messageOf(value: unknown): Message | null {
  const { role, content } = (value ?? {}) as { role?: unknown; content?: unknown }
  const text = typeof content === 'string' ? content : textOfParts(content)
  return typeof role === 'string' && text !== null ? { role, content: text } : null
}

/** Content given as a list of typed parts, when all of them are text. */
function textOfParts(content: unknown): string | null {
  if (!Array.isArray(content) || content.length === 0) return null
  const texts = content.map((part) => part?.text)
  return texts.every((text) => typeof text === 'string') ? texts.join('') : null
}

function outputOf(object: JsonObject, spec: Spec, row: Row, file: string): number {
  const value = atPath(object, spec.output) ?? spec.defaultOutput
  const tokens = tokenCount(value)
  if (tokens !== undefined && tokens > 0) return tokens
  throw rowFailure(file, row, `expected "${spec.output}" to be a number of tokens from 1 on, got ${nameOf(value)}`)
}

function missing(object: JsonObject, field: string, row: Row, file: string): Failure {
  const near = suggest(field, Object.keys(object))
  return new Failure('dataset.column', `expected a field "${field}" with the prompt, got none of that name`, {
    exit: EXIT.usage,
    place: { file, line: row.line, source: clip(row.bytes) },
    hint: near === undefined ? `The row has: ${Object.keys(object).join(', ')}.` : `Did you mean "${near}"?`,
  })
}
