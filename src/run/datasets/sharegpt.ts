import type { Dataset } from '../../model/scenario.ts'
import type { OpenDataset } from './dataset.ts'
import { openJsonPrompts } from './json-prompts.ts'
import { elementSplitter } from './scan/element-splitter.ts'
import { nameOf } from './scan/json-row.ts'
import { rowFailure } from './scan/row-failure.ts'

type Spec = Extract<Dataset, { kind: 'sharegpt' }>
type Turn = { from: string; value: string }

/** Mean characters of a token of English text: an estimate, where no tokenizer is at hand. */
const CHARACTERS_PER_TOKEN = 4

const HUMAN = new Set(['human', 'user'])
const REPLY = new Set(['gpt', 'chatgpt', 'assistant', 'model'])

/**
 * One JSON array of conversations. The prompt is the first human turn; conversations without one that a reply follows
 * are left out. The output has `defaultOutput` tokens or, where that is null, about as many as the reply.
 */
export function openSharegpt(spec: Spec, baseDir: string): Promise<OpenDataset> {
  return openJsonPrompts(spec, baseDir, elementSplitter, (object, row, file) => {
    const { conversations } = object
    if (!Array.isArray(conversations) || !conversations.every(isTurn)) {
      const got = Array.isArray(conversations) ? 'other turns' : nameOf(conversations)
      throw rowFailure(file, row, `expected "conversations" to be a list of turns {"from", "value"}, got ${got}`)
    }
    const exchange = firstExchange(conversations)
    if (exchange === null) return null
    return {
      kind: 'prompt',
      prompt: { kind: 'text', text: exchange.prompt },
      inputTokens: -1,
      outputTokens: spec.defaultOutput ?? Math.ceil(exchange.reply.length / CHARACTERS_PER_TOKEN),
    }
  })
}

function firstExchange(turns: readonly Turn[]): { prompt: string; reply: string } | null {
  const first = turns.findIndex((turn) => HUMAN.has(turn.from))
  const reply = turns[first + 1]
  if (first < 0 || reply === undefined || !REPLY.has(reply.from)) return null
  const prompt = turns[first].value
  return prompt === '' || reply.value === '' ? null : { prompt, reply: reply.value }
}

function isTurn(value: unknown): value is Turn {
  const { from, value: text } = (value ?? {}) as { from?: unknown; value?: unknown }
  return typeof from === 'string' && typeof text === 'string'
}
