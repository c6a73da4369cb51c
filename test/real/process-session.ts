import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Living processes of a session, by the pid of the one that began it. A process spawned `detached` begins one, and all
 * it starts stay in it, also once they are orphans. Where there is no /proc, only its beginner is known.
 */
export function sessionProcesses(session: number): number[] {
  const names = processNames()
  if (names === null) return lives(session) ? [session] : []
  return names.filter((pid) => sessionOf(pid) === session)
}

function processNames(): number[] | null {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return null
  }
}

/** /proc/PID/stat: `pid (name) state ppid pgrp session …`, where the name may hold anything. Zombies do not count. */
function sessionOf(pid: number): number | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1')
    const [state, , , session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    return state === 'Z' ? null : Number(session)
  } catch {
    return null // it ended meanwhile
  }
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

/** Asks all processes of a session to end, and ends those that have not after the grace. */
export async function endSession(session: number, graceMs: number): Promise<void> {
  signalSession(session, 'SIGTERM')
  const until = performance.now() + graceMs
  while (sessionProcesses(session).length > 0 && performance.now() < until) await sleep(100)
  while (sessionProcesses(session).length > 0) {
    signalSession(session, 'SIGKILL')
    await sleep(50)
  }
}

export function signalSession(session: number, signal: NodeJS.Signals): void {
  for (const pid of sessionProcesses(session)) {
    try {
      process.kill(pid, signal)
    } catch {
      // it ended meanwhile
    }
  }
}
