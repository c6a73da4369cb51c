import { EXIT, Failure } from '../../../base/failure.ts'
import type { ProtocolName } from '../../../model/scenario.ts'
import type { PromptSample, Sample } from '../../datasets/dataset.ts'
import { textOf } from '../../datasets/text.ts'

/** A sample as a prompt. @throws Failure when it is tensors */
export function promptOf(sample: Sample, protocol: ProtocolName): PromptSample {
  if (sample.kind === 'prompt') return sample
  throw new Failure('protocol.sample', `${protocol} sends prompts, but the dataset has tensors`, {
    exit: EXIT.usage,
    hint: 'Give tensors to a target of protocol kserve-infer, or use a dataset of prompts.',
  })
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
