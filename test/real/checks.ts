import type { RunLog } from '../../src/log/reader.ts'
import type { CheckList } from './check-list.ts'
import type { Counts } from './counts.ts'
import { clientCounts, dueOf, issueOrder } from './read-rows.ts'
import type { Ended } from './tailgate.ts'

/** The line `tailgate run --json` ends with. */
export interface ResultLine {
  run: string
  result: string
  exit: number
  ended: string
  books: { planned: number; outcomes: { readonly [outcome: string]: number }; unrecorded: number }
  findings: readonly { id: string; severity: string }[]
}

export interface PlanLine {
  query: number
  samples: readonly number[]
  due: number | null
}

/** Lines of JSON, one value each. */
export function parseLines<T>(text: string): T[] {
  return text
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as T)
}

/** @throws Error with what Tailgate said, when it printed no result */
export function resultOf({ exit, out, err }: Ended): ResultLine {
  const line = parseLines<ResultLine>(out).at(-1)
  if (line === undefined) throw new Error(`tailgate ended with ${exit} and no result line:\n${err}`)
  return line
}

/** planned = sum over outcomes + unrecorded, in what is printed and in what is stored. */
export function checkBooks(list: CheckList, { books }: ResultLine, log: RunLog): void {
  const outcomes = Object.values(books.outcomes).reduce((sum, n) => sum + n, 0)
  list.equal('sum over outcomes and unrecorded', outcomes + books.unrecorded, books.planned)
  list.equal('rows and unrecorded', log.requests.rows + books.unrecorded, books.planned)
}

export function checkAllOk(list: CheckList, { books }: ResultLine): void {
  list.that('every answer is ok', books.outcomes.ok === books.planned, JSON.stringify(books))
}

/**
 * The verdict that was to be expected; or a run that Tailgate itself calls invalid for its own lateness, which on a
 * machine that server and generator share is an honest answer and no defect.
 */
export function checkVerdict(
  list: CheckList,
  ended: Pick<Ended, 'exit'>,
  { result, findings }: ResultLine,
  expected: 'pass' | 'fail',
): void {
  const invalid = findings.filter(({ severity }) => severity === 'invalid').map(({ id }) => id)
  const lateOnly = invalid.length > 0 && invalid.every((id) => id === 'generator-bottleneck')
  list.equal('result', result, lateOnly ? 'invalid' : expected)
  list.equal('exit code', ended.exit, lateOnly ? 5 : { pass: 0, fail: 1 }[expected])
}

export function checkTokens(list: CheckList, log: RunLog, server: Counts): Counts {
  const client = clientCounts(log, server)
  for (const what of Object.keys(client) as (keyof Counts)[]) {
    if (server[what] !== null) list.equal(`${what} by the log`, client[what], server[what])
  }
  return client
}

/** What was issued is the plan's beginning, in its order, each due when the plan says. */
export function checkOrder(list: CheckList, log: RunLog, plan: readonly PlanLine[]): void {
  const issued = issueOrder(log)
  const planned = plan.flatMap(({ query, samples }) => samples.map((sample) => `${query}:${sample}`))
  const differs = issued.findIndex((step, i) => step !== planned[i])
  list.that(
    'issue order is the plan’s',
    differs === -1,
    `${issued[differs]} as number ${differs}, not ${planned[differs]}`,
  )
  const due = dueOf(log)
  const late = plan.find((line) => line.due !== null && due.has(line.query) && due.get(line.query) !== line.due)
  list.that('due times are the plan’s', late === undefined, late ? `${due.get(late.query)} for ${late.due}` : '')
}
