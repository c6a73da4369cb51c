import { countOf, isObject, type JsonObject } from '../answer/json-object.ts'

/** Token counts of a `usage` object, −1 where it has none that makes sense. */
export function readUsage(usage: JsonObject): { in: number; out: number; cached: number } {
  const details = usage.prompt_tokens_details
  return {
    in: countOf(usage.prompt_tokens),
    out: countOf(usage.completion_tokens),
    cached: isObject(details) ? countOf(details.cached_tokens) : -1,
  }
}
