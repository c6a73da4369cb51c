import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'

/** Environment variable by which a server's processes are known, orphans included: children inherit it. */
export const MARK = 'TAILGATE_REAL_SERVER'

/**
 * Processes that carry a mark. Where there is no /proc, none are found and only the process started is ended.
 */
export function markedProcesses(mark: string): number[] {
  const marked: number[] = []
  for (const name of readProc()) {
    if (!/^\d+$/.test(name) || Number(name) === process.pid) continue
    if (carries(name, `${MARK}=${mark}`)) marked.push(Number(name))
  }
  return marked
}

function readProc(): string[] {
  try {
    return readdirSync('/proc')
  } catch {
    return []
  }
}

function carries(pid: string, entry: string): boolean {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').includes(entry)
  } catch {
    return false // it ended meanwhile, or is somebody else's
  }
}

/** Asks all processes of a mark to end, and ends those that have not after the grace. */
export async function endProcesses(mark: string, graceMs: number): Promise<void> {
  signalAll(markedProcesses(mark), 'SIGTERM')
  const until = performance.now() + graceMs
  while (markedProcesses(mark).length > 0 && performance.now() < until) await sleep(100)
  for (let left = markedProcesses(mark); left.length > 0; left = markedProcesses(mark)) {
    signalAll(left, 'SIGKILL')
    await sleep(50)
  }
}

export function signalAll(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // it ended meanwhile
    }
  }
}
