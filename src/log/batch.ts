import type { AttemptColumns } from '../model/attempts.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'

/** What a live view looks at. */
export type SeenBatch = Pick<Batch, 'requests' | 'tokens'>

/** What a generator hands to the log: rows it has finished with, in columns it no longer writes to. */
export interface Batch {
  requests: RequestColumns
  tokens: TokenColumns
  /** Of a scenario that retries or hedges; else empty. */
  attempts: AttemptColumns
}
