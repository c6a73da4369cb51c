import type { Nanos } from '../base/nanos.ts'

/** What a replica knows of one request: instants are CLOCK_MONOTONIC in ns, as of `base/clock.ts`. */
export interface TruthEntry {
  /** `X-Request-Id` of the request. */
  readonly id: string | null
  readonly path: string
  /** When its head had been read. */
  readonly admitted: Nanos
  promptTokens: number
  status: number | null
  /** When each output token was written; a whole answer's tokens share one instant. */
  readonly tokens: Nanos[]
  finish: string | null
  /** When the answer was over, in whatever way. */
  ended: Nanos | null
  /** The answer was written to its end. */
  complete: boolean
}

/** The last requests of a replica, oldest first. */
export class Truth {
  readonly #capacity: number
  readonly #entries: TruthEntry[] = []

  constructor(capacity: number) {
    this.#capacity = capacity
  }

  open(id: string | null, path: string, admitted: Nanos): TruthEntry {
    const entry: TruthEntry = {
      id,
      path,
      admitted,
      promptTokens: 0,
      status: null,
      tokens: [],
      finish: null,
      ended: null,
      complete: false,
    }
    this.#entries.push(entry)
    if (this.#entries.length > 2 * this.#capacity) this.#entries.splice(0, this.#entries.length - this.#capacity)
    return entry
  }

  get entries(): readonly TruthEntry[] {
    return this.#entries.slice(-this.#capacity)
  }
}
