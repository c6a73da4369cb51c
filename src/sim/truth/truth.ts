import type { Nanos } from '../../base/nanos.ts'
import type { OpenEntry, TruthEntry, TruthNote } from './entry.ts'
import { applyNote, openEntry } from './entry.ts'
import { TruthFile } from './truth-file.ts'

export interface TruthSettings {
  /** Which life of its replica keeps it. */
  life: number
  /** How many requests memory goes back. */
  truthRequests: number
  /** Where every note is also written at once, so that it survives the process; null: nowhere. */
  truthFile: string | null
}

/** The last requests of a replica, oldest first. */
export class Truth {
  readonly #settings: TruthSettings
  readonly #file: TruthFile | null
  readonly #entries: OpenEntry[] = []
  #opened = 0

  constructor(settings: TruthSettings) {
    this.#settings = settings
    this.#file = settings.truthFile === null ? null : new TruthFile(settings.truthFile)
  }

  open(id: string | null, path: string, admitted: Nanos): Account {
    const { life, truthRequests } = this.#settings
    const opening = { life, id, path, admitted }
    const number = this.#opened++
    const entry = openEntry(opening)
    this.#file?.append([number, opening])
    this.#entries.push(entry)
    if (this.#entries.length > 2 * truthRequests) this.#entries.splice(0, this.#entries.length - truthRequests)
    return new Account(entry, (note) => this.#file?.append([number, note]))
  }

  get entries(): readonly TruthEntry[] {
    return this.#entries.slice(-this.#settings.truthRequests)
  }
}

/** Where those who serve a request say what becomes of it. After its end nothing more is noted. */
export class Account {
  readonly #entry: OpenEntry
  readonly #keep: (note: TruthNote) => void

  constructor(entry: OpenEntry, keep: (note: TruthNote) => void) {
    this.#entry = entry
    this.#keep = keep
  }

  get id(): string | null {
    return this.#entry.id
  }

  note(note: TruthNote): void {
    const reopens = 'ended' in note && note.ended === null
    if (this.#entry.ended !== null && !reopens) return
    applyNote(this.#entry, note)
    this.#keep(note)
  }
}
