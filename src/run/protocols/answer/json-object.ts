import { isUtf8 } from 'node:buffer'

/** A JSON object whose fields may be anything: it came from a server. */
export type JsonObject = { readonly [key: string]: unknown }

/** `got`: how what is no object begins, for messages. */
export type Parsed = { object: JsonObject } | { object: null; why: string; got: string }

/** Longer than what the log keeps, so that secrets are removed before a message is cut in two. */
const MAX_GOT = 4096

/** Reads bytes as one JSON object in UTF-8, or says why they are none. */
export function parseObject(bytes: Buffer, from: number, to: number): Parsed {
  const text = bytes.toString('utf8', from, to)
  // The decoder writes U+FFFD for what is no UTF-8, but servers send that character themselves.
  if (text.includes('\ufffd') && !isUtf8(bytes.subarray(from, to))) return none('invalid UTF-8', text)
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? { object: value } : none('JSON that is no object', text)
  } catch {
    return none('invalid JSON', text)
  }
}

const none = (why: string, text: string): Parsed => ({ object: null, why, got: text.slice(0, MAX_GOT) })

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A count as an int32 column can hold it, or −1. */
export function countOf(value: unknown): number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 0x7fffffff ? value : -1
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value !== ''
