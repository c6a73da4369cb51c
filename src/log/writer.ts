import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import type { RequestColumns, TokenColumns } from '../model/columns.ts'
import type { Outcome } from '../model/outcome.ts'
import type { Reading, RunEvent, RunManifest, Seal } from '../model/run-log.ts'
import type { Batch } from './batch.ts'
import { writeFailure } from './failure.ts'
import { encodeRequests, encodeTokens } from './parquet.ts'
import { type ClosedPart, makeFolder, writePart, writeText } from './part.ts'

/** A part is closed once it holds this many rows, whatever its age. */
const PART_ROWS = 250_000

/** What the thread around a writer does with its turns and its memory. */
export interface Upkeep {
  /** Called between the columns of a part that is closed under load. */
  pause(): void
  /** These columns are on disk and not looked at again. */
  written(columns: readonly (RequestColumns | TokenColumns)[]): void
}

const noPause = (): void => {}
const NO_UPKEEP: Upkeep = { pause: noPause, written: () => {} }

/**
 * Writes one run's folder: the manifest first, then parts as they are closed, the seal last. Synchronous, because it
 * has a thread of its own. Whatever is closed stays readable, however the run ends.
 */
export class LogWriter {
  readonly folder: string
  #requests: RequestColumns[] = []
  #tokens: TokenColumns[] = []
  #requestRows = 0
  #tokenRows = 0
  #parts: ClosedPart[] = []
  #outcomes: { [outcome in Outcome]?: number } = {}
  #written = { requests: 0, tokens: 0 }
  readonly #upkeep: Upkeep

  /** @throws Failure when the folder cannot be made or written to */
  constructor(folder: string, manifest: RunManifest, upkeep: Upkeep = NO_UPKEEP) {
    this.folder = folder
    this.#upkeep = upkeep
    makeFolder(join(folder, 'requests'))
    makeFolder(join(folder, 'tokens'))
    this.writeManifest(manifest)
  }

  writeManifest(manifest: RunManifest): void {
    writeText(this.folder, 'run.json', `${JSON.stringify(manifest, null, 2)}\n`)
  }

  append(batch: Batch): void {
    if (batch.requests.rows > 0) this.#requests.push(batch.requests)
    if (batch.tokens.rows > 0) this.#tokens.push(batch.tokens)
    this.#requestRows += batch.requests.rows
    this.#tokenRows += batch.tokens.rows
    this.#count(batch.requests)
    if (this.#requestRows >= PART_ROWS || this.#tokenRows >= PART_ROWS) this.closeParts()
  }

  appendEvent(event: RunEvent): void {
    this.#appendLine('events.jsonl', event)
  }

  appendReading(reading: Reading): void {
    this.#appendLine('readings.jsonl', reading)
  }

  /** Writes what is in memory as closed parts. Called every few seconds: this bounds what a crash can lose. */
  closeParts(pause: () => void = this.#upkeep.pause): void {
    if (this.#requestRows > 0) {
      this.#close('requests', this.#requestRows, encodeRequests(this.#requests, pause))
      this.#written.requests += this.#requestRows
      this.#upkeep.written(this.#requests)
      this.#requests = []
      this.#requestRows = 0
    }
    if (this.#tokenRows > 0) {
      this.#close('tokens', this.#tokenRows, encodeTokens(this.#tokens, pause))
      this.#written.tokens += this.#tokenRows
      this.#upkeep.written(this.#tokens)
      this.#tokens = []
      this.#tokenRows = 0
    }
  }

  /** Closes what is open and writes `seal.json`: after this the log is complete. */
  seal(end: Pick<Seal, 'ended' | 'because' | 'exit' | 'at' | 'window'>): Seal {
    this.closeParts(noPause)
    const seal: Seal = {
      ...end,
      planned: this.#written.requests,
      outcomes: this.#outcomes,
      tokenRows: this.#written.tokens,
      parts: this.#parts,
    }
    writeText(this.folder, 'seal.json', `${JSON.stringify(seal, null, 2)}\n`)
    return seal
  }

  #close(kind: 'requests' | 'tokens', rows: number, content: Uint8Array): void {
    const number = String(this.#parts.filter((part) => part.file.startsWith(kind)).length).padStart(6, '0')
    this.#parts.push(writePart(this.folder, `${kind}/${number}.parquet`, rows, content))
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
