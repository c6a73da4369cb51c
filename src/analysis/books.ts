import type { Books } from '../model/analysis.ts'
import type { RequestColumns } from '../model/columns.ts'
import { EARLY_ENDS } from '../model/early-end.ts'
import { FLAGS, type Flag, OUTCOMES, type Outcome } from '../model/outcome.ts'
import type { LogInput } from './log-input.ts'
import { isOk } from './timing.ts'

const LIMITS = [EARLY_ENDS.maxQueries, EARLY_ENDS.maxDuration, EARLY_ENDS.outstanding]

/**
 * How every planned sample ended. What was planned and has no row is `unrecorded`, so that planned = sum over outcomes +
 * unrecorded always holds. docs/methodology.md §1
 */
export function keepBooks(log: LogInput, cohort: Int32Array, good: Uint8Array): Books {
  const { requests } = log
  const every = Int32Array.from({ length: requests.rows }, (_, row) => row)
  const planned = plannedSamples(log)
  return {
    planned,
    outcomes: countOutcomes(requests, every),
    unrecorded: planned - requests.rows,
    measured: {
      planned: cohort.length,
      outcomes: countOutcomes(requests, cohort),
      good: cohort.reduce((n, row) => n + good[row], 0),
    },
    causes: causes(requests),
    flags: flags(requests),
  }
}

/**
 * What the plan owes, and what was sent beside it: warm-up before zero, and the tail. A seal tells what was written, which a
 * lost row is not part of. A loop that time ends, or a limit of LoadGen's, has planned what it recorded.
 */
function plannedSamples({ seal, manifest, requests }: LogInput): number {
  const { queries, samplesPerQuery } = manifest.plan
  const recorded = Math.max(seal?.planned ?? 0, requests.rows)
  if (queries === null || LIMITS.some((limit) => seal?.because.startsWith(limit))) return recorded
  const owed = queries * samplesPerQuery
  const numbers = requests.request.subarray(0, requests.rows)
  return Math.max(recorded, owed + numbers.reduce((n, number) => n + (number < 0 || number >= owed ? 1 : 0), 0))
}

function countOutcomes({ outcome }: RequestColumns, rows: Int32Array): { [outcome in Outcome]?: number } {
  const counts = new Float64Array(OUTCOMES.length)
  for (const row of rows) counts[outcome[row]]++
  return Object.fromEntries(OUTCOMES.map((name, code) => [name, counts[code]] as const).filter(([, n]) => n > 0))
}

function causes(requests: RequestColumns): Books['causes'] {
  const { outcome, reason, replica, error, tables } = requests
  const found = new Map<string, { row: number; n: number }>()
  for (let row = 0; row < requests.rows; row++) {
    if (isOk(requests, row)) continue
    const key = `${outcome[row]} ${reason[row]} ${replica[row]}`
    const cause = found.get(key)
    if (cause === undefined) found.set(key, { row, n: 1 })
    else cause.n++
  }
  return [...found.values()]
    .sort((a, b) => b.n - a.n || a.row - b.row)
    .map(({ row, n }) => ({
      outcome: OUTCOMES[outcome[row]],
      reason: tables.reason[reason[row]] ?? OUTCOMES[outcome[row]],
      replica: tables.replica[replica[row]] ?? null,
      n,
      example: tables.error[error[row]] ?? null,
    }))
}

function flags({ flags, rows }: RequestColumns): Books['flags'] {
  const counted = (Object.entries(FLAGS) as [Flag, number][]).map(([flag, bit]) => {
    let n = 0
    for (let row = 0; row < rows; row++) if (flags[row] > 0 && (flags[row] & bit) !== 0) n++
    return { flag, n }
  })
  return counted.filter(({ n }) => n > 0)
}
