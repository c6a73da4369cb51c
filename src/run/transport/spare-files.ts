import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import type { Trouble } from './wire-failure.ts'

/** Kept for the log, for looking up names and for reading the system's own figures. */
const SPARE = 64

let most: number | null = null

/**
 * The trouble with a socket whose file is one of the last that this process may open; null for any other, or where the
 * system does not tell. Files are numbered from the lowest free one, so the number says how many are in use.
 */
export function lastFiles(socket: Socket, limit = mostFiles()): Trouble | null {
  const spare = Math.min(SPARE, Math.floor(limit / 4))
  const { fd = -1 } = (socket as { _handle?: { fd?: number } | null })._handle ?? {}
  if (fd < limit - spare) return null
  return { kind: 'local', message: `EMFILE: ${fd} of the ${limit} files that this process may open are in use` }
}

/** Node raises its own soft limit to the hard one when it starts. */
function mostFiles(): number {
  most ??= readLimit()
  return most
}

function readLimit(): number {
  try {
    const soft = /^Max open files\s+(\d+)/m.exec(readFileSync('/proc/self/limits', 'utf8'))?.[1]
    return soft === undefined ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return Number.POSITIVE_INFINITY
  }
}
