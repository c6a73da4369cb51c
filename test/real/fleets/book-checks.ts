import type { RunLog } from '../../../src/log/reader.ts'
import type { CheckList } from '../check-list.ts'
import type { Counts } from '../counts.ts'
import { clientCounts } from '../read-rows.ts'
import { VICTIM } from './replica.ts'
import { instantOf, leftAt, OK, rowsOf } from './victim-rows.ts'

/** Tailgate asks a replica that comes back for one token, and again where it took too long. */
const OWN_QUESTIONS = 4
/** A server may count an answer a little after the client has it. ns */
const COUNT_LATE = 500e6

/** What the client counted of one server, and what the server did. */
export interface Book {
  client: Counts
  server: Counts
}

/** Every request sent to the survivor and every token of it, exactly as it counted them. */
export function checkSurvivor(list: CheckList, log: RunLog, name: string, server: Counts): Book {
  const rows = rowsOf(log, name)
  const failed = rows.filter((row) => log.requests.outcome[row] !== OK)
  list.that('every request of the survivor ends ok', failed.length === 0, `${failed.length} do not`)
  const client = clientCounts(log, server, (row) => rows.includes(row))
  for (const what of Object.keys(client) as (keyof Counts)[]) {
    if (server[what] !== null) list.equal(`${what} of the survivor by the log`, client[what], server[what])
  }
  return { client, server }
}

/**
 * The victim's counters since the run began, or since it was started again: all that came to the client and, besides,
 * at most what was asked and did not come, and Tailgate's own questions.
 */
export function checkVictim(list: CheckList, log: RunLog, server: Counts, from: number): Book {
  const { requests } = log
  const rows = rowsOf(log, VICTIM).filter((row) => leftAt(log, row) >= from)
  const client = clientCounts(log, server, (row) => rows.includes(row))
  const failed = rows.filter((row) => requests.outcome[row] !== OK)
  const unanswered = failed.reduce((sum, row) => sum + requests.output_asked[row], 0)
  const [least, most] = [client.outputTokens ?? 0, (client.outputTokens ?? 0) + unanswered + OWN_QUESTIONS]
  within(list, 'output tokens counted by the victim', server.outputTokens ?? 0, least, most)
  return { client, server }
}

/** The last reading of the victim's counters before the fault, taken by Tailgate itself: its first life. */
export function checkFirstLife(list: CheckList, log: RunLog): void {
  const { requests, readings } = log
  const fault = instantOf(log, 'issued') ?? 0
  const own = readings.filter(
    ({ name, at, labels }) => name === 'tokens.output' && labels?.replica === VICTIM && at <= fault,
  )
  const [first, last] = [own.at(0), own.at(-1)]
  list.that('the victim’s counters were read before', first !== undefined, 'no reading')
  if (first === undefined || last === undefined) return
  const rows = rowsOf(log, VICTIM)
  const sum = (those: number[], column: Int32Array) => those.reduce((total, row) => total + column[row], 0)
  const whole = rows.filter((row) => requests.outcome[row] === OK && requests.done[row] > first.at)
  const least = whole.filter((row) => requests.done[row] < last.at - COUNT_LATE)
  const begun = rows.filter((row) => requests.done[row] > first.at - COUNT_LATE && leftAt(log, row) < last.at)
  const counted = last.value - first.value
  const [from, to] = [sum(least, requests.tokens_out), sum(begun, requests.output_asked)]
  within(list, 'output tokens by the victim’s last counter before the fault', counted, from, to)
}

function within(list: CheckList, what: string, got: number, from: number, to: number): void {
  list.that(`${what} from ${from} to ${to}`, got >= from && got <= to, `${got}`)
}
