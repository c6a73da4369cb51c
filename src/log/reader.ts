import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, Failure } from '../base/failure.ts'
import type { AttemptColumns } from '../model/attempts.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import { LOG_FORMAT, type Reading, type RunEvent, type RunManifest, type Seal } from '../model/run-log.ts'
import { type Damaged, readAttempts, readRequests, readTokens, type StoredPart } from './decode.ts'

/** A stored run, opened for reading. Parts are read when asked for; a torn last line or part is left out and named. */
export interface RunLog {
  folder: string
  manifest: RunManifest
  /** null: never sealed, the run was interrupted. */
  seal: Seal | null
  requests: RequestColumns
  tokens: AsyncIterable<TokenColumns>
  /** Empty where nothing was ever tried twice. */
  attempts: AttemptColumns
  events: readonly RunEvent[]
  readings: readonly Reading[]
}

/**
 * Opens a run's folder.
 * @throws Failure (exit usage) when it is no run, is of a newer format, or a sealed part is missing or was changed
 */
export async function openRunLog(folder: string): Promise<RunLog> {
  const manifest = readManifest(folder)
  const seal = readSeal(folder)
  const parts = (table: string) => partsOf(folder, table, seal)
  const unreadable = (what: string) => damaged(folder, what)
  return {
    folder,
    manifest,
    seal,
    requests: await readRequests(parts('requests'), unreadable),
    // Each reading starts anew: the analysis is not the only one who reads them.
    tokens: { [Symbol.asyncIterator]: () => tokenParts(parts('tokens'), unreadable) },
    attempts: await readAttempts(parts('attempts'), unreadable),
    events: readLines<RunEvent>(join(folder, 'events.jsonl')),
    readings: readLines<Reading>(join(folder, 'readings.jsonl')),
  }
}

/** One part in memory at a time. */
async function* tokenParts(files: readonly StoredPart[], unreadable: Damaged): AsyncGenerator<TokenColumns> {
  for (const part of files) yield await readTokens(part, unreadable)
}

function readManifest(folder: string): RunManifest {
  const path = join(folder, 'run.json')
  const manifest = readJson<RunManifest>(path)
  if (manifest === null) {
    throw new Failure('log.not-a-run', `${folder} is not a run: it has no run.json`, {
      exit: EXIT.usage,
      hint: 'give the folder that `tailgate run` printed, e.g. reports/20260101-120000-demo',
    })
  }
  if (manifest.log !== LOG_FORMAT) {
    throw new Failure('log.format', `${path} is of log format ${manifest.log}; this version reads ${LOG_FORMAT}`, {
      exit: EXIT.usage,
      hint: 'use the Tailgate version that wrote it',
    })
  }
  if (!manifest.scenario || !manifest.plan) throw damaged(folder, 'run.json lacks its scenario or its plan')
  return manifest
}

function readSeal(folder: string): Seal | null {
  const seal = readJson<Seal>(join(folder, 'seal.json'))
  if (seal === null) return null
  if (!seal.window || !Array.isArray(seal.parts)) throw damaged(folder, 'seal.json lacks its window or its parts')
  for (const part of seal.parts) {
    if (!existsSync(join(folder, part.file))) throw damaged(folder, `its part ${part.file} is missing`)
  }
  return seal
}

/** What the seal names, so that nothing is read that was not sealed; all that is there where it never was. */
function partsOf(folder: string, table: string, seal: Seal | null): StoredPart[] {
  if (seal !== null) {
    const own = seal.parts.filter(({ file }) => file.startsWith(`${table}/`))
    return own.map(({ file, sha256 }) => ({ path: join(folder, file), sha256 }))
  }
  const path = join(folder, table)
  if (!existsSync(path)) return []
  const files = readdirSync(path).filter((file) => file.endsWith('.parquet'))
  return files.sort().map((file) => ({ path: join(path, file), sha256: null }))
}

function readJson<T>(path: string): T | null {
  if (!existsSync(path)) return null
  const text = readFileSync(path, 'utf8')
  try {
    return JSON.parse(text) as T
  } catch {
    throw new Failure('log.damaged', `${path} is not JSON`, { exit: EXIT.usage, hint: 'the file was changed or cut' })
  }
}

/** Lines that parse; the last one may have been cut by a crash. */
function readLines<T>(path: string): T[] {
  if (!existsSync(path)) return []
  const entries: T[] = []
  const lines = readFileSync(path, 'utf8').split('\n')
  for (const [index, line] of lines.entries()) {
    if (line === '') continue
    try {
      entries.push(JSON.parse(line) as T)
    } catch {
      const last = index >= lines.length - 2
      if (!last) throw damaged(path, `line ${index + 1} is not JSON`)
    }
  }
  return entries
}

function damaged(folder: string, what: string): Failure {
  return new Failure('log.damaged', `the run log ${folder} is damaged: ${what}`, {
    exit: EXIT.usage,
    hint: 'copy the whole folder again from where it was written',
  })
}
