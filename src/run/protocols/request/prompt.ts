import { EXIT, Failure } from '../../../base/failure.ts'
import type { ProtocolName, RequestSettings } from '../../../model/scenario.ts'
import type { PromptSample, Sample } from '../../datasets/dataset.ts'
import { textOf } from '../../datasets/text.ts'
import type { Salted } from './body.ts'
import { SALT_TEXT, textSalt } from './salt.ts'

/** A sample as a prompt. @throws Failure when it is tensors */
export function promptOf(sample: Sample, protocol: ProtocolName): PromptSample {
  if (sample.kind === 'prompt') return sample
  throw new Failure('protocol.sample', `${protocol} sends prompts, but the dataset has tensors`, {
    exit: EXIT.usage,
    hint: 'Give tensors to a target of protocol kserve-infer, or use a dataset of prompts.',
  })
}

/**
 * A prompt as one text in JSON, with a salt where one is wanted: before all of it, or behind what it shares on purpose.
 * @throws Failure for messages
 */
export function textJson(sample: PromptSample, protocol: ProtocolName, settings: RequestSettings): Salted {
  const { salt, wordsPerToken } = settings
  const text = textOfPrompt(sample, protocol, wordsPerToken)
  if (!salt) return { json: JSON.stringify(text), salt: [] }
  const shared = textShared(sample, wordsPerToken)
  return { json: JSON.stringify(shared + SALT_TEXT + text.slice(shared.length)), salt: textSalt(1 + shared.length) }
}

/** What a made-up text shares on purpose, and the space behind it: ASCII that JSON writes as it is. */
export function textShared({ prompt }: PromptSample, wordsPerToken: number): string {
  if (prompt.kind !== 'length' || prompt.shared === undefined) return ''
  const rest = prompt.blocks.length > prompt.shared
  return textOf({ ...prompt, blocks: prompt.blocks.slice(0, prompt.shared) }, wordsPerToken) + (rest ? ' ' : '')
}

/**
 * A prompt as one text; where only a length is wanted, made up.
 * @throws Failure for messages
 */
export function textOfPrompt({ prompt }: PromptSample, protocol: ProtocolName, wordsPerToken: number): string {
  if (prompt.kind === 'text') return prompt.text
  if (prompt.kind === 'length') return textOf(prompt, wordsPerToken)
  throw new Failure('protocol.sample', `${protocol} sends one text, but the dataset has chat messages`, {
    exit: EXIT.usage,
    hint: 'Use protocol openai-chat, or a dataset whose prompts are texts.',
  })
}
