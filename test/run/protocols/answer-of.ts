import type { ProtocolName, RequestSettings } from '../../../src/model/scenario.ts'
import { protocols } from '../../../src/run/protocols/index.ts'
import type { Answer } from '../../../src/run/protocols/protocol.ts'
import { headOf, SETTINGS } from './recording.ts'

export interface Response {
  status?: number
  headers?: { readonly [name: string]: string }
  settings?: Partial<RequestSettings>
}

/** What a protocol makes of one body that came in one piece. */
export function answerOf(name: ProtocolName, body: string | Buffer, response: Response = {}): Readonly<Answer> {
  const decoder = protocols[name].decoder({ ...SETTINGS, ...response.settings })
  const bytes = Buffer.from(body)
  decoder.begin(headOf(response.status ?? 200, response.headers))
  decoder.push(bytes, 0, bytes.length)
  decoder.end()
  return decoder.answer
}

/** The events of a stream, each a JSON value, or text as it stands. */
export function streamOf(...events: readonly unknown[]): string {
  return events.map((event) => `data: ${typeof event === 'string' ? event : JSON.stringify(event)}\n\n`).join('')
}

export const STREAM = { headers: { 'content-type': 'text/event-stream; charset=utf-8' } }
export const JSON_BODY = { headers: { 'content-type': 'application/json' } }
