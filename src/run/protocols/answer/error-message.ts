import { isObject, isText, type JsonObject } from './json-object.ts'

/** Longer than what the log keeps, so that secrets are removed before the message is cut in two. */
const MAX_LENGTH = 4096

/**
 * The message of an object that says outright that it is an error: `error` as an object or a string, or
 * `object: "error"`; null for any other object.
 */
export function declaredError(object: JsonObject): string | null {
  const { error } = object
  if (isObject(error)) return cut(isText(error.message) ? error.message : JSON.stringify(error))
  if (isText(error)) return cut(error)
  if (error === true || typeof error === 'number') return cut(JSON.stringify(object))
  if (object.object === 'error') return cut(isText(object.message) ? object.message : JSON.stringify(object))
  return null
}

/** The message of an object that holds no answer: a declared error, `detail` or `message`; null when it has none. */
export function impliedError(object: JsonObject): string | null {
  const declared = declaredError(object)
  if (declared !== null) return declared
  const { detail, message } = object
  if (isText(detail)) return cut(detail)
  if (Array.isArray(detail)) return cut(detail.map(detailText).join('; '))
  return isText(message) ? cut(message) : null
}

/** The message in the body of an HTTP error, of whatever shape; null for an empty body. */
export function bodyError(text: string): string | null {
  const trimmed = text.trim()
  if (trimmed === '') return null
  try {
    const value: unknown = JSON.parse(trimmed)
    return (isObject(value) ? impliedError(value) : null) ?? cut(trimmed)
  } catch {
    return cut(trimmed)
  }
}

/** One entry of the list that FastAPI's validation gives: `{loc, msg, type}`. */
function detailText(entry: unknown): string {
  if (!isObject(entry) || !isText(entry.msg)) return JSON.stringify(entry)
  return Array.isArray(entry.loc) ? `${entry.loc.join('.')}: ${entry.msg}` : entry.msg
}

const cut = (text: string): string => text.slice(0, MAX_LENGTH)
