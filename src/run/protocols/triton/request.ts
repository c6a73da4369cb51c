import { EXIT, Failure } from '../../../base/failure.ts'
import type { ProtocolName, RequestSettings, Target } from '../../../model/scenario.ts'
import type { Sample } from '../../datasets/dataset.ts'
import type { Payload } from '../protocol.ts'
import { jsonPayload, writeBody } from '../request/body.ts'
import { promptOf, textJson } from '../request/prompt.ts'

/** The path of one of a model's calls. @throws Failure when the target names no model */
export function modelPath(target: Target, call: 'infer' | 'generate' | 'generate_stream'): string {
  if (target.model !== null) return `/v2/models/${encodeURIComponent(target.model)}/${call}`
  throw new Failure('protocol.model', `target ${target.name} needs a model: ${target.protocol} has it in its path`, {
    exit: EXIT.usage,
    hint: 'Set `model` on the target; POST /v2/repository/index lists what a Triton server has.',
  })
}

/** The request of the generate extension. Sampling goes into `parameters`, which every backend takes or ignores. */
export function generatePayload(sample: Sample, target: Target, settings: RequestSettings, stream: boolean): Payload {
  const protocol: ProtocolName = stream ? 'triton-generate-stream' : 'triton-generate'
  const prompt = promptOf(sample, protocol)
  const limited = prompt.outputTokens > 0
  const forced = limited && settings.forceLength
  const fields = {
    max_tokens: limited ? prompt.outputTokens : undefined,
    min_tokens: forced ? prompt.outputTokens : undefined,
    stream,
    parameters: { temperature: settings.temperature, ...(forced ? { ignore_eos: true } : {}) },
  }
  const body = writeBody(fields, { name: 'text_input', ...textJson(prompt, protocol, settings) }, settings.extra)
  const asked = { input: prompt.inputTokens, output: prompt.outputTokens }
  return jsonPayload(modelPath(target, stream ? 'generate_stream' : 'generate'), body, stream, asked)
}
