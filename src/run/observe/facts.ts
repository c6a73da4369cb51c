import type { Answer } from '../protocols/protocol.ts'
import type { WireFailure } from '../transport/transport.ts'

/** How one attempt ended. */
export type Ending =
  /** The body came to its end as its framing promised, or by the close that delimits it. */
  | 'framed'
  | 'unframed'
  /** A client timer ran out; `drain`: still open when the drain was over. */
  | 'connect'
  | 'headers'
  | 'first-token'
  | 'gap'
  | 'total'
  | 'drain'
  /** Given up by Tailgate for its own reasons. */
  | 'cancelled'
  /** Another attempt of the same request answered first. */
  | 'overtaken'
  | WireFailure

/** All that decides an outcome. */
export interface Facts {
  /** −1: no response head came, and `answer` is not looked at. */
  status: number
  /** After the decoder's `end`. */
  answer: Readonly<Answer>
  ending: Ending
  /** Network reads that held token-bearing events. */
  reads: number
  /** Tokens, −1 when no length was asked for. */
  outputAsked: number
  forceLength: boolean
}
