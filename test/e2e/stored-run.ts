import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Books } from '../../src/model/analysis.ts'
import type { Figure } from '../../src/model/figure.ts'
import type { Outcome } from '../../src/model/outcome.ts'
import type { RunManifest, Seal } from '../../src/model/run-log.ts'
import type { Finding, Verdict } from '../../src/model/verdict.ts'

/** What a run leaves behind, as a script would read it. */

export interface StoredReport {
  run: { id: string; ended: string }
  verdict: Pick<Verdict, 'result' | 'checks'>
  findings: Finding[]
  figures: (Omit<Figure, 'value'> & { value: number | string })[]
  books: Books
}

/** The one run under `<cwd>/reports`. */
export function onlyRun(cwd: string): string {
  const runs = readdirSync(join(cwd, 'reports'))
  assert.equal(runs.length, 1, `one run under reports/, not ${runs.join(', ')}`)
  return join(cwd, 'reports', runs[0])
}

export const hasRun = (cwd: string): boolean =>
  existsSync(join(cwd, 'reports')) && readdirSync(join(cwd, 'reports')).length > 0

export const readJson = <T>(folder: string, file: string): T =>
  JSON.parse(readFileSync(join(folder, file), 'utf8')) as T

export const sealOf = (folder: string): Seal => readJson(folder, 'seal.json')
export const manifestOf = (folder: string): RunManifest => readJson(folder, 'run.json')
export const reportOf = (folder: string): StoredReport => readJson(folder, 'report.json')

export type Outcomes = { readonly [outcome in Outcome]?: number }

export const total = (outcomes: Outcomes): number => Object.values(outcomes).reduce((sum, n) => sum + n, 0)

/** planned = sum over outcomes + unrecorded, and seal and report tell the same. */
export function assertBooksBalance(folder: string): Books {
  const seal = sealOf(folder)
  const { books } = reportOf(folder)
  assert.equal(total(seal.outcomes), seal.planned)
  assert.deepEqual(
    { planned: books.planned, outcomes: books.outcomes, unrecorded: books.unrecorded },
    { planned: seal.planned, outcomes: sorted(seal.outcomes, books.outcomes), unrecorded: 0 },
  )
  return books
}

/** The same counts in the other's order. */
function sorted(counts: Outcomes, like: Outcomes): Outcomes {
  const names = Object.keys(like) as Outcome[]
  assert.deepEqual(names.toSorted(), Object.keys(counts).toSorted())
  return Object.fromEntries(names.map((name) => [name, counts[name]]))
}
