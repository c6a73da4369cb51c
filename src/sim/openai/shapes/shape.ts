/** How one API spells what was generated: JSON as vLLM writes it, key by key. */
export interface Shape {
  readonly idPrefix: string
  readonly streamObject: string
  readonly wholeObject: string
  /** The choice that opens each stream before any text; null where there is none. */
  opening(index: number): string | null
  /** Fields of the opening event behind its choices. */
  readonly openingTail: string
  /** One choice of a streamed event. */
  delta(piece: Piece): string
  /** One choice of a whole answer. */
  wholeChoice(choice: WholeChoice): string
  /** Fields behind `usage` in a whole answer. */
  readonly wholeTail: string
}

export interface Piece {
  readonly index: number
  /** Inside of a JSON string. */
  readonly textJson: string
  /** JSON. */
  readonly logprobs: string
  /** JSON list, or `null`. */
  readonly tokenIds: string
  /** JSON list, or `null`; only the first piece of a choice has one. */
  readonly promptIds: string
  readonly finish: Finish | null
}

export interface Finish {
  readonly reason: 'stop' | 'length' | 'abort'
  readonly stopReason: string | null
}

export type WholeChoice = Omit<Piece, 'finish'> & { readonly finish: Finish }
