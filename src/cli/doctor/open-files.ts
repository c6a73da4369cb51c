import { readFileSync } from 'node:fs'
import { type Examined, examined, unknown } from './check.ts'

/** Every connection is a file; the rest is for the program itself. */
const ENOUGH = 4096

/** How many connections this process may have open. */
export function openFiles(): Examined {
  const limit = softLimit()
  if (limit === null) return unknown('open files', 'this system does not tell; try ulimit -n')
  const said = Number.isFinite(limit) ? `at most ${limit}` : 'no limit'
  const hint = `ulimit -n ${ENOUGH * 16} before starting: each request in flight is a connection`
  return examined('open files', Number.isFinite(limit) ? limit : 'unlimited', said, limit >= ENOUGH, hint)
}

/** Node raises its own soft limit to the hard one when it starts, so the shell's may be lower. */
function softLimit(): number | null {
  try {
    const [, soft] = /^Max open files\s+(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? []
    if (soft === undefined) return null
    return soft === 'unlimited' ? Number.POSITIVE_INFINITY : Number(soft)
  } catch {
    return null
  }
}
