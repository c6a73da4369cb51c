import type { JsonObject } from '../answer/json-object.ts'
import type { Payload } from '../protocol.ts'

/** A JSON text and where in it (bytes) the digits of the salt stand. */
export interface Salted {
  json: string
  /** Bytes from the beginning of `json`. */
  salt: readonly number[]
}

/**
 * Writes a JSON object with one field's text given as it is. A field of `extra` replaces the field of its name, and with
 * null removes it, but cannot touch the given one.
 */
export function writeBody(fields: JsonObject, given: { name: string } & Salted, extra: JsonObject): Salted {
  const lead = `{${JSON.stringify(given.name)}:`
  const rest = Object.entries({ ...fields, ...extra }).filter(
    ([name, value]) => name !== given.name && value !== undefined && value !== null,
  )
  const tail = rest.map(([name, value]) => `,${JSON.stringify(name)}:${JSON.stringify(value)}`).join('')
  return { json: `${lead}${given.json}${tail}}`, salt: given.salt.map((offset) => lead.length + offset) }
}

/** A payload of JSON. */
export function jsonPayload(
  path: string,
  body: Salted,
  stream: boolean,
  asked: { input: number; output: number },
): Payload {
  return {
    path,
    headers: [
      'content-type',
      'application/json',
      'accept',
      stream ? 'text/event-stream' : 'application/json',
      'accept-encoding',
      'identity',
    ],
    body: Buffer.from(body.json),
    salt: body.salt,
    inputAsked: asked.input,
    outputAsked: asked.output,
  }
}
