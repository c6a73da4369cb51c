import type { Answer } from '../protocol.ts'
import type { JsonObject } from './json-object.ts'

/** What one protocol makes of the JSON objects of one answer after another. */
export interface Reader {
  readonly answer: Answer
  /** No end mark: only the body's end ends a stream. */
  readonly streamEndsWithBody: boolean
  /** Finds where an event's text may be: matches up to and with the quote that opens the value. */
  readonly textKey: RegExp
  reset(): void
  /** Takes one event of a stream. @returns whether it bears a token */
  event(object: JsonObject): boolean
  /** Takes a whole body that was not streamed. */
  body(object: JsonObject): void
  /** For an event that does nothing but bear the text of one choice: that text and what else decides. */
  plain(object: JsonObject): Plain | null
  /** Does what `event` does to a plain event with text, without the event. */
  repeat(plain: Plain): void
}

export interface Plain {
  text: string
  visible: boolean
  choice: number
}
