import { readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { type ListeningSocket, listenersByLsof, listeningSockets } from './sockets.ts'

export interface Listeners {
  /** Processes that hold a socket that listens on the port: more than one where it was inherited. */
  pids: readonly number[]
  /** Users whose listening process may not be looked at by ours. */
  hidden: readonly string[]
}

const ANY = new Set(['0.0.0.0', '::'])

/**
 * Who listens on a port of this machine.
 * @param addresses the ones the port is reached at; a listener on exactly one of them is meant before one on all
 * @param among looks at these processes alone
 */
export function listenersOf(addresses: readonly string[], port: number, among?: readonly number[]): Listeners {
  const sockets = listeningSockets(port)
  if (sockets === null) {
    const found = meant(listenersByLsof(port), addresses).filter(({ pid }) => among?.includes(pid) ?? true)
    return { pids: [...new Set(found.map(({ pid }) => pid))], hidden: [] }
  }
  const wanted = meant(sockets, addresses)
  const holders = holdersOf(new Set(wanted.map(({ inode }) => inode)), among)
  const hidden = wanted.filter(({ inode }) => !holders.inodes.has(inode))
  return { pids: holders.pids, hidden: [...new Set(hidden.map(userOf))] }
}

/** Ports that one of these processes listens on, at whatever address; null on a system that does not tell all at once. */
export function portsOf(pids: readonly number[]): ReadonlySet<number> | null {
  const sockets = listeningSockets(null)
  if (sockets === null) return null
  const held = new Set(pids.flatMap(socketsOf))
  return new Set(sockets.filter(({ inode }) => held.has(inode)).map(({ port }) => port))
}

function meant<T extends { address: string }>(listening: readonly T[], addresses: readonly string[]): T[] {
  const exact = listening.filter(({ address }) => addresses.includes(address))
  return exact.length > 0 ? exact : listening.filter(({ address }) => ANY.has(address))
}

function holdersOf(
  inodes: ReadonlySet<string>,
  among: readonly number[] = allPids(),
): { pids: number[]; inodes: Set<string> } {
  const pids: number[] = []
  const seen = new Set<string>()
  if (inodes.size === 0) return { pids, inodes: seen }
  for (const pid of among) {
    const held = socketsOf(pid).filter((inode) => inodes.has(inode))
    if (held.length > 0) pids.push(pid)
    for (const inode of held) seen.add(inode)
  }
  return { pids, inodes: seen }
}

const allPids = (): number[] =>
  readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)

/** Inodes of a process's sockets; none where it is gone or not ours to look at. */
function socketsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`).flatMap((fd) => {
      try {
        return /^socket:\[(\d+)\]$/.exec(readlinkSync(`/proc/${pid}/fd/${fd}`))?.[1] ?? []
      } catch {
        return []
      }
    })
  } catch {
    return []
  }
}

const userOf = ({ uid }: ListeningSocket): string => userName(uid)

/** `root (uid 0)`, or the number alone where nobody is called by it. */
export function userName(uid: number): string {
  try {
    const line = readFileSync('/etc/passwd', 'utf8')
      .split('\n')
      .find((each) => each.split(':')[2] === String(uid))
    return line === undefined ? `uid ${uid}` : `${line.split(':')[0]} (uid ${uid})`
  } catch {
    return `uid ${uid}`
  }
}
