import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { AttemptColumns } from '../model/attempts.ts'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Reading, RunEvent, RunManifest, Seal } from '../model/run-log.ts'
import type { Batch } from './batch.ts'
import { writeFailure } from './failure.ts'
import { OpenTable } from './open-table.ts'
import { encodeAttempts, encodeRequests, encodeTokens } from './parquet.ts'
import { type ClosedPart, makeFolder, writeText } from './part.ts'

/** A part is closed once it holds this many rows, whatever its age. */
const PART_ROWS = 250_000

/** What the thread around a writer does with its turns and its memory. */
export interface Upkeep {
  /** Called between the columns of a part that is closed under load. */
  pause(): void
  /** These columns are on disk and not looked at again. */
  written(columns: readonly (RequestColumns | TokenColumns | AttemptColumns)[]): void
}

const noPause = (): void => {}
const NO_UPKEEP: Upkeep = { pause: noPause, written: () => {} }

/**
 * Writes one run's folder: the manifest first, then parts as they are closed, the seal last. Synchronous, because it
 * has a thread of its own. Whatever is closed stays readable, however the run ends.
 */
export class LogWriter {
  readonly folder: string
  readonly #requests: OpenTable<RequestColumns>
  readonly #tokens: OpenTable<TokenColumns>
  readonly #attempts: OpenTable<AttemptColumns>
  #parts: ClosedPart[] = []
  #outcomes: { [outcome in Outcome]?: number } = {}
  readonly #upkeep: Upkeep

  /** @throws Failure when the folder cannot be made or written to */
  constructor(folder: string, manifest: RunManifest, upkeep: Upkeep = NO_UPKEEP) {
    this.folder = folder
    this.#upkeep = upkeep
    makeFolder(join(folder, 'requests'))
    makeFolder(join(folder, 'tokens'))
    this.#requests = new OpenTable(folder, 'requests', encodeRequests)
    this.#tokens = new OpenTable(folder, 'tokens', encodeTokens)
    this.#attempts = new OpenTable(folder, 'attempts', encodeAttempts)
    this.writeManifest(manifest)
  }

  writeManifest(manifest: RunManifest): void {
    writeText(this.folder, 'run.json', `${JSON.stringify(manifest, null, 2)}\n`)
  }

  append(batch: Batch): void {
    this.#requests.append(batch.requests)
    this.#tokens.append(batch.tokens)
    this.#attempts.append(batch.attempts)
    this.#count(batch.requests)
    if (this.#requests.open >= PART_ROWS || this.#tokens.open >= PART_ROWS) this.closeParts()
  }

  appendEvent(event: RunEvent): void {
    this.#appendLine('events.jsonl', event)
  }

  appendReading(reading: Reading): void {
    this.#appendLine('readings.jsonl', reading)
  }

  /** Writes what is in memory as closed parts. Called every few seconds: this bounds what a crash can lose. */
  closeParts(pause: () => void = this.#upkeep.pause): void {
    for (const table of [this.#requests, this.#tokens, this.#attempts]) {
      const part = (table as OpenTable<RequestColumns>).close(pause, this.#upkeep.written)
      if (part !== null) this.#parts.push(part)
    }
  }

  /** Closes what is open and writes `seal.json`: after this the log is complete. */
  seal(end: Pick<Seal, 'ended' | 'because' | 'exit' | 'at' | 'window'>): Seal {
    this.closeParts(noPause)
    const seal: Seal = {
      ...end,
      planned: this.#requests.written,
      outcomes: this.#outcomes,
      tokenRows: this.#tokens.written,
      parts: this.#parts,
    }
    writeText(this.folder, 'seal.json', `${JSON.stringify(seal, null, 2)}\n`)
    return seal
  }

  #count(requests: RequestColumns): void {
    for (let row = 0; row < requests.rows; row++) {
      const outcome = requests.tables.outcome[requests.outcome[row]]
      this.#outcomes[outcome] = (this.#outcomes[outcome] ?? 0) + 1
    }
  }

  #appendLine(file: string, entry: RunEvent | Reading): void {
    const path = join(this.folder, file)
    try {
      appendFileSync(path, `${JSON.stringify(entry)}\n`)
    } catch (error) {
      throw writeFailure(path, error)
    }
  }
}
