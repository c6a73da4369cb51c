import { openSync, readFileSync, writeSync } from 'node:fs'
import type { OpenEntry, Opening, TruthEntry, TruthNote } from './entry.ts'
import { applyNote, openEntry } from './entry.ts'

/** One line of the file: the number of a request in its life, and its opening or what became known of it. */
type Line = readonly [number, Opening | TruthNote]

/**
 * Notes as lines of JSON. Each is handed to the kernel before the process goes on, which keeps it whatever becomes of
 * the process.
 */
export class TruthFile {
  readonly #file: number

  constructor(path: string) {
    this.#file = openSync(path, 'a')
  }

  append(line: Line): void {
    writeSync(this.#file, `${JSON.stringify(line)}\n`)
  }
}

/** What one life wrote, in the order of admission; a last line that was cut short is left out. */
export function readTruth(path: string): TruthEntry[] {
  const entries: OpenEntry[] = []
  const lines = readFileSync(path, 'utf8').split('\n').slice(0, -1)
  for (const text of lines) {
    const [number, said] = JSON.parse(text) as Line
    if ('admitted' in said) entries[number] = openEntry(said)
    else applyNote(entries[number], said)
  }
  return entries
}
