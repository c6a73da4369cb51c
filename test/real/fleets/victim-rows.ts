import type { RunLog } from '../../../src/log/reader.ts'
import type { FaultStep } from '../../../src/model/fault.ts'
import { OUTCOMES } from '../../../src/model/outcome.ts'
import type { RunEvent } from '../../../src/model/run-log.ts'

export const OK = OUTCOMES.indexOf('ok')

export type FaultEvent = Extract<RunEvent, { kind: 'fault' }>

export const faultEvents = ({ events }: RunLog): FaultEvent[] => events.filter((event) => event.kind === 'fault')

/** When a step of the only fault was reached; null: never. */
export const instantOf = (log: RunLog, step: FaultStep): number | null =>
  faultEvents(log).find((event) => event.step === step)?.at ?? null

/** Rows that were sent to a replica by its name. */
export function rowsOf({ requests }: RunLog, replica: string): number[] {
  const code = requests.tables.replica.indexOf(replica)
  return Array.from({ length: requests.rows }, (_, row) => row).filter((row) => requests.replica[row] === code)
}

/** When a row left, or was taken up where there was nobody to send it to. */
export const leftAt = ({ requests }: RunLog, row: number): number =>
  Number.isNaN(requests.sent[row]) ? requests.issued[row] : requests.sent[row]

/** Rows that had left and not ended at an instant. */
export const openAt = (log: RunLog, rows: readonly number[], at: number): number[] =>
  rows.filter((row) => leftAt(log, row) <= at && !(log.requests.done[row] <= at))
