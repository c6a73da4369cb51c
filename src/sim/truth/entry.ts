import type { Nanos } from '../../base/nanos.ts'

/** What a replica knows of one request: instants are CLOCK_MONOTONIC in ns, as of `base/clock.ts`. */
export interface TruthEntry {
  /** Which process of the replica it was: 0, then 1 after the first restart, … */
  readonly life: number
  /** `X-Request-Id` of the request. */
  readonly id: string | null
  readonly path: string
  /** When its head had been read. */
  readonly admitted: Nanos
  readonly promptTokens: number
  readonly status: number | null
  /** When each output token was written; a whole answer's tokens share one instant. */
  readonly tokens: readonly Nanos[]
  readonly finish: string | null
  /** When the answer was over, in whatever way; null: it was under way when the replica died, or still is. */
  readonly ended: Nanos | null
  /** The answer was written to its end. */
  readonly complete: boolean
}

/** One thing that became known of a request. */
export type TruthNote =
  | { readonly promptTokens: number }
  | { readonly status: number }
  | { readonly tokens: number; readonly at: Nanos }
  | { readonly finish: string }
  /** With null: not yet, after all. */
  | { readonly ended: Nanos | null; readonly complete: boolean }

/** An entry while it is being written. */
export type OpenEntry = { -readonly [Key in keyof TruthEntry]: TruthEntry[Key] } & { tokens: Nanos[] }

export type Opening = Pick<TruthEntry, 'life' | 'id' | 'path' | 'admitted'>

export function openEntry({ life, id, path, admitted }: Opening): OpenEntry {
  return {
    life,
    id,
    path,
    admitted,
    promptTokens: 0,
    status: null,
    tokens: [],
    finish: null,
    ended: null,
    complete: false,
  }
}

/** Adds to an entry what a note says. */
export function applyNote(entry: OpenEntry, note: TruthNote): void {
  if ('tokens' in note) for (let i = 0; i < note.tokens; i++) entry.tokens.push(note.at)
  else Object.assign(entry, note)
}
