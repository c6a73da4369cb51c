import { isUtf8 } from 'node:buffer'
import type { Row } from './row.ts'
import { rowFailure } from './row-failure.ts'

export type JsonObject = { readonly [key: string]: unknown }

/** The row's text. @throws Failure when it is not UTF-8. */
export function textOfRow(row: Row, file: string): string {
  if (isUtf8(row.bytes)) return row.bytes.toString('utf8')
  throw rowFailure(
    file,
    row,
    'expected UTF-8, but the row holds bytes that are none',
    'Save the file as UTF-8, not compressed.',
  )
}

/** The row's JSON object. @throws Failure when it is not UTF-8, not JSON or not an object. */
export function objectOfRow(row: Row, file: string): JsonObject {
  const value = parse(row, file)
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as JsonObject
  throw rowFailure(file, row, `expected a JSON object, got ${nameOf(value)}`)
}

function parse(row: Row, file: string): unknown {
  const text = textOfRow(row, file)
  try {
    return JSON.parse(text)
  } catch (error) {
    throw rowFailure(file, row, `expected a JSON object: ${(error as Error).message}`)
  }
}

/** What a JSON value is, in words for a message. */
export function nameOf(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty array' : 'an array'
  if (typeof value === 'object') return 'an object'
  if (value === '') return 'an empty string'
  return typeof value === 'string' ? 'a string' : String(value)
}

/** The value under a dotted path; a key that itself holds the dots comes first. */
export function atPath(object: JsonObject, path: string): unknown {
  if (Object.hasOwn(object, path)) return object[path]
  let value: unknown = object
  for (const key of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as JsonObject)[key]
  }
  return value
}
