import type { AttemptColumns } from '../../model/attempts.ts'
import type { RequestColumns } from '../../model/columns.ts'
import { rowIndex } from '../row-index.ts'

/** Wire calls as columns: attempts where the log has them, else each request as its one attempt. */
export interface Wires {
  n: number
  /** Row of the request, −1 where the log lacks it. */
  row: Int32Array
  /** Code of `names`, −1 where nobody says. */
  replica: Int32Array
  names: readonly string[]
  /** Handed to a socket, or taken up where there was none to hand it to; NaN when never issued. */
  sent: Float64Array
  done: Float64Array
  outcome: Int32Array
}

export function wiresOf(requests: RequestColumns, attempts: AttemptColumns | undefined): Wires {
  const tried = attempts !== undefined && attempts.rows > 0
  const { rows: n, replica, issued, sent, done, outcome, tables } = tried ? attempts : requests
  return {
    n,
    row: tried ? attempts.request.map(rowIndex(requests)) : Int32Array.from({ length: n }, (_, row) => row),
    replica,
    names: tables.replica,
    sent: sent.map((at, wire) => (Number.isNaN(at) ? issued[wire] : at)),
    done,
    outcome,
  }
}

/** Open at an instant: sent, and not yet ended. A call without an end is open for ever. */
export function isOpen({ sent, done }: Wires, wire: number, at: number): boolean {
  return sent[wire] <= at && !(done[wire] <= at)
}
