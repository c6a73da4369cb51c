import { isObject, isText, type JsonObject } from '../answer/json-object.ts'

/** Text of a choice that its reader sees, or null when there is none. */
export function visibleText(choice: JsonObject): string | null {
  if (isText(choice.text)) return choice.text
  const said = saidIn(choice)
  if (said === null) return null
  if (isText(said.content)) return said.content
  if (Array.isArray(said.content)) return partsText(said.content)
  return isText(said.refusal) ? said.refusal : null
}

/** Reasoning, under either of its names, or null. */
export function hiddenText(choice: JsonObject): string | null {
  const said = saidIn(choice)
  if (said === null) return null
  if (isText(said.reasoning)) return said.reasoning
  return isText(said.reasoning_content) ? said.reasoning_content : null
}

/** Whether the choice bears a fragment of a tool call, or of its older form. */
export function hasToolCall(choice: JsonObject): boolean {
  const said = saidIn(choice)
  if (said === null) return false
  if (isFragment(said.function_call)) return true
  const calls = said.tool_calls
  return Array.isArray(calls) && calls.some((call) => isObject(call) && (isText(call.id) || isFragment(call.function)))
}

/** Tokens behind the choice where the server lists them: by their ids, else by their log probabilities. */
export function exactTokens(choice: JsonObject): { tokens: number; source: 'token_ids' | 'logprobs' } | null {
  if (Array.isArray(choice.token_ids)) return { tokens: choice.token_ids.length, source: 'token_ids' }
  const { logprobs } = choice
  if (!isObject(logprobs)) return null
  const list = logprobs.content ?? logprobs.tokens
  return Array.isArray(list) ? { tokens: list.length, source: 'logprobs' } : null
}

/** Why the choice ended, as the server spells it; null while it goes on. */
export function finishOf(choice: JsonObject): string | null {
  const reason = choice.finish_reason
  if (isText(reason)) return reason
  return isObject(reason) && isText(reason.type) ? reason.type : null
}

function saidIn(choice: JsonObject): JsonObject | null {
  if (isObject(choice.delta)) return choice.delta
  return isObject(choice.message) ? choice.message : null
}

function isFragment(call: unknown): boolean {
  return isObject(call) && (isText(call.name) || isText(call.arguments))
}

function partsText(parts: readonly unknown[]): string | null {
  const part = parts.find((part) => isObject(part) && isText(part.text))
  return part === undefined ? null : ((part as JsonObject).text as string)
}
