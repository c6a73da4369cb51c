/** Names and values by turns, written as given. */
export type HeaderList = readonly string[]

/** Where an answer is written. Faults stand between an API and the wire by wrapping one. */
export interface Outlet {
  /** The client is there and the answer has not ended. */
  readonly open: boolean
  /** A whole answer at once. `tokens` is how many output tokens it carries. */
  whole(status: number, headers: HeaderList, body: string | Buffer, tokens?: number): void
  /** The head of a streamed answer, which goes out at once. */
  head(status: number, headers: HeaderList): void
  /** One chunk of a streamed answer. */
  chunk(bytes: string | Buffer, tokens?: number): void
  end(): void
  /** Ends the connection in mid-answer. */
  cut(how: 'fin' | 'rst'): void
}
