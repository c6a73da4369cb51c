import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'

export interface Process {
  pid: number
  parent: number
  /** When it began, in whatever form the system tells: with the pid it names one process for ever. */
  start: string
  /** First letter of its state: R, S, T stopped, Z ended and not yet collected. */
  state: string
  /** As the system calls it, shortened by some; threads may have renamed it. */
  name: string
}

export type ProcessTable = ReadonlyMap<number, Process>

const onLinux = process.platform === 'linux'

/** Every process there is, now. */
export function readProcesses(): ProcessTable {
  const list = onLinux ? fromProc() : fromPs()
  return new Map(list.map((each) => [each.pid, each]))
}

/** null when there is none. */
export function readProcess(pid: number): Process | null {
  return onLinux ? procEntry(pid) : (fromPs(pid)[0] ?? null)
}

/** The program it was started as: the last part of its command line's first word. */
export function programOf({ pid, name }: Process): string {
  try {
    const [word] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0', 1)
    return word.slice(word.lastIndexOf('/') + 1) || name
  } catch {
    return name
  }
}

/** Whether this very process, not a later one of the same number, still runs or is stopped. */
export function isAlive({ pid, start }: Pick<Process, 'pid' | 'start'>): boolean {
  const now = readProcess(pid)
  return now !== null && now.start === start && now.state !== 'Z' && now.state !== 'X'
}

function fromProc(): Process[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => procEntry(Number(name)) ?? [])
}

/** The name is in parentheses and may hold any character; parent and start time are fields 4 and 22, counted from 1. */
function procEntry(pid: number): Process | null {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8')
    const [from, to] = [text.indexOf('('), text.lastIndexOf(')')]
    const fields = text.slice(to + 2).split(' ')
    return { pid, parent: Number(fields[1]), start: fields[19], state: fields[0], name: text.slice(from + 1, to) }
  } catch {
    return null
  }
}

/** The way of systems without /proc. */
export function fromPs(pid?: number): Process[] {
  const which = pid === undefined ? ['-A'] : ['-p', String(pid)]
  const columns = ['pid=', 'ppid=', 'stat=', 'lstart=', 'comm='].flatMap((column) => ['-o', column])
  let text = ''
  try {
    text = execFileSync('ps', [...which, ...columns], {
      encoding: 'utf8',
      env: { ...process.env, LC_ALL: 'C' },
      stdio: ['ignore', 'pipe', 'ignore'],
    })
  } catch {
    return []
  }
  return text.split('\n').flatMap((line) => {
    const match = /^\s*(\d+)\s+(\d+)\s+(\S)\S*\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(.*)$/.exec(line)
    if (match === null) return []
    const name = match[5].slice(match[5].lastIndexOf('/') + 1)
    return [{ pid: Number(match[1]), parent: Number(match[2]), start: match[4], state: match[3], name }]
  })
}
