import type { CodeTables, RequestColumns, TokenColumns } from '../model/columns.ts'

/** What a generator hands to the log: rows it has finished with, in columns it no longer writes to. */
export interface Batch {
  requests: RequestColumns
  tokens: TokenColumns
}

/** Code tables without any of the texts that only a run knows. */
export type OpenTables = Pick<CodeTables, 'stream' | 'replica' | 'reason' | 'finish' | 'error'>
