import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT, Failure } from '../base/failure.ts'
import type { AttemptColumns } from '../model/attempts.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import { LOG_FORMAT, type Reading, type RunEvent, type RunManifest, type Seal } from '../model/run-log.ts'
import { readAttempts, readRequests, readTokens } from './decode.ts'

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
 * @throws Failure (exit usage) when it is no run, is of a newer format, or a sealed part is missing
 */
export async function openRunLog(folder: string): Promise<RunLog> {
  const manifest = readManifest(folder)
  const seal = readJson<Seal>(join(folder, 'seal.json'))
  for (const part of seal?.parts ?? []) {
    if (!existsSync(join(folder, part.file))) throw damaged(folder, `its part ${part.file} is missing`)
  }
  const unreadable = (file: string) => damaged(folder, `${file} is not readable`)
  return {
    folder,
    manifest,
    seal,
    requests: await readRequests(partsOf(folder, 'requests'), unreadable),
    // Each reading starts anew: the analysis is not the only one who reads them.
    tokens: { [Symbol.asyncIterator]: () => tokenParts(partsOf(folder, 'tokens'), folder) },
    attempts: await readAttempts(partsOf(folder, 'attempts'), unreadable),
    events: readLines<RunEvent>(join(folder, 'events.jsonl')),
    readings: readLines<Reading>(join(folder, 'readings.jsonl')),
  }
}

/** One part in memory at a time. */
async function* tokenParts(files: readonly string[], folder: string): AsyncGenerator<TokenColumns> {
  for (const part of files) yield await readTokens(part, (file) => damaged(folder, `${file} is not readable`))
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
  return manifest
}

function partsOf(folder: string, kind: 'requests' | 'tokens' | 'attempts'): string[] {
  const path = join(folder, kind)
  if (!existsSync(path)) return []
  return readdirSync(path)
    .filter((file) => file.endsWith('.parquet'))
    .sort()
    .map((file) => join(path, file))
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
