import type { RequestSettings, Target } from '../../../model/scenario.ts'
import type { JsonObject } from '../answer/json-object.ts'

/** The fields that completions and chat have in common. `max_tokens` is the name that every server takes for both. */
export function openaiFields(target: Target, settings: RequestSettings, outputTokens: number): JsonObject {
  const limited = outputTokens > 0
  const forced = limited && settings.forceLength
  return {
    model: target.model,
    max_tokens: limited ? outputTokens : undefined,
    min_tokens: forced ? outputTokens : undefined,
    ignore_eos: forced ? true : undefined,
    temperature: settings.temperature,
    stream: settings.stream,
    stream_options: settings.stream ? { include_usage: true } : undefined,
  }
}
