import { openRunLog, type RunLog } from '../../src/log/reader.ts'
import { OUTCOMES } from '../../src/model/outcome.ts'
import { PHASES } from '../../src/model/phase.ts'
import type { Counts } from './counts.ts'

const OK = OUTCOMES.indexOf('ok')
const WARMUP = PHASES.indexOf('warmup')

/** A run's log, read back from disk. */
export const readRows = (folder: string): Promise<RunLog> => openRunLog(folder)

/**
 * What the client counted, warm-up included, as far as the server counts it too.
 * @param counted leaves rows out; default: none
 */
export function clientCounts({ requests }: RunLog, server: Counts, counted = (_row: number): boolean => true): Counts {
  const { rows, outcome, tokens_in, tokens_cached, tokens_out } = requests
  const those = Array.from({ length: rows }, (_, row) => row).filter(counted)
  const sum = (column: Int32Array) => those.reduce((total, row) => total + Math.max(0, column[row]), 0)
  return {
    requests: those.filter((row) => outcome[row] === OK).length,
    promptTokens: server.promptTokens === null ? null : sum(tokens_in),
    cachedTokens: server.cachedTokens === null ? null : sum(tokens_cached),
    outputTokens: server.outputTokens === null ? null : sum(tokens_out),
  }
}

/** `query:sample` of every row after warm-up, in the order in which they were issued. */
export function issueOrder({ requests }: RunLog): string[] {
  const rows = Array.from({ length: requests.rows }, (_, row) => row).filter((row) => requests.phase[row] !== WARMUP)
  rows.sort((a, b) => requests.issued[a] - requests.issued[b] || requests.request[a] - requests.request[b])
  return rows.map((row) => `${requests.query[row]}:${requests.sample[row]}`)
}

/** `query:due` of every row after warm-up. */
export function dueOf({ requests }: RunLog): Map<number, number> {
  const due = new Map<number, number>()
  for (let row = 0; row < requests.rows; row++) {
    if (requests.phase[row] !== WARMUP) due.set(requests.query[row], requests.due[row])
  }
  return due
}
