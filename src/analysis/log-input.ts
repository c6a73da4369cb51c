import type { AttemptColumns } from '../model/attempts.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import type { Reading, RunEvent, RunManifest, Seal } from '../model/run-log.ts'

/** One run's log as the reader hands it over. Tokens are read once, part by part, and need never be in memory at once. */
export interface LogInput {
  manifest: RunManifest
  seal: Seal | null
  requests: RequestColumns
  /** Absent or empty where nothing was ever tried twice. */
  attempts?: AttemptColumns
  tokens: Iterable<TokenColumns> | AsyncIterable<TokenColumns>
  events: readonly RunEvent[]
  readings: readonly Reading[]
}
