import { setTimeout } from 'node:timers/promises'
import { EXIT, Failure } from '../../../base/failure.ts'
import { treeOf } from './family.ts'
import { isAlive, type Process, readProcess, readProcesses } from './process-table.ts'

interface Stopped {
  processes: readonly Pick<Process, 'pid' | 'start'>[]
  tree: boolean
}

const LOOKS = 50
const BETWEEN_LOOKS_MS = 10

/**
 * Lets stopped processes go on, and waits until they do.
 * @returns what was done
 * @throws Failure when one stays stopped or may not be signaled
 */
export async function continueProcesses({ processes, tree }: Stopped): Promise<string> {
  const living = processes.filter(isAlive).map(({ pid }) => pid)
  const all = tree ? treeOf(living, readProcesses()).map(({ pid }) => pid) : living
  for (const pid of all) signal(pid)
  for (let look = 0; all.some(isStopped); look++) {
    if (look === LOOKS) throw stays(all.filter(isStopped))
    await setTimeout(BETWEEN_LOOKS_MS)
  }
  return all.length === 0 ? 'its processes are gone' : `SIGCONT: pid ${all.join(', ')} runs`
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGCONT')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

const isStopped = (pid: number): boolean => readProcess(pid)?.state === 'T'

function stays(pids: readonly number[]): Failure {
  return new Failure('fault.still-stopped', `pid ${pids.join(', ')} is still stopped after SIGCONT`, {
    exit: EXIT.usage,
    hint: `kill -CONT ${pids.join(' ')}`,
  })
}
