import { readFileSync } from 'node:fs'
import { EXIT, Failure } from '../../../base/failure.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'
import type { FaultTarget } from '../director.ts'
import { fill, placesOf } from '../template.ts'
import { ancestorsOf, topmost, treeOf } from './family.ts'
import { guardProcesses } from './guard.ts'
import { type Listeners, listenersOf } from './listeners.ts'
import { localAddresses } from './local-address.ts'
import { type Process, type ProcessTable, programOf, readProcesses } from './process-table.ts'

/** The processes of one replica of this machine. */
export interface ServerProcesses {
  /** Those asked for, or the topmost that listen on its port. */
  roots: readonly Process[]
  /** These and, where the tree is meant, all that descend from them, parents first. */
  all: readonly Process[]
  /** All there were when these were found: who listens later and is not among them came after. */
  table: ProcessTable
}

export type ProcessChoice = { port: true } | { pid: number } | { pidFile: string }

const INIT = 1

/**
 * Finds the processes of a replica that may be signaled.
 * @throws Failure when the replica is not of this machine, nobody listens on its port, the pid asked for neither listens
 *   there nor is an ancestor of who does, or a process must not or may not be signaled
 */
export async function serverProcesses(target: FaultTarget, by: ProcessChoice, tree: boolean): Promise<ServerProcesses> {
  const { host, port } = parseEndpoint(target.url)
  const addresses = await localAddresses(host)
  if (addresses === null) throw remote(target, host)
  const table = readProcesses()
  const listeners = whoListens(target, port, listenersOf(addresses, port), table)
  const roots = 'port' in by ? topmost(listeners, table) : [ownPid(target, by, listeners, port, table)]
  const processes = roots.flatMap((pid) => table.get(pid) ?? [])
  const all = tree ? treeOf(roots, table) : processes
  guardProcesses(target, all, table)
  return { roots: processes, all, table }
}

/** The first process of a system may hold sockets on behalf of services: it is never meant. */
function whoListens(target: FaultTarget, port: number, { pids, hidden }: Listeners, table: ProcessTable): number[] {
  const listeners = pids.filter((pid) => pid !== INIT && table.has(pid))
  if (listeners.length > 0) return listeners
  if (hidden.length > 0) {
    const message = `port ${port} of ${target.name} is listened on by a process of ${hidden.join(', ')}, which this user may not look at`
    throw new Failure('fault.permission', message, {
      exit: EXIT.usage,
      hint: 'run Tailgate as that user, or use a `command` fault that may (sudo -n kill …)',
    })
  }
  throw new Failure('fault.nobody-listens', `no process of this machine listens on port ${port} of ${target.name}`, {
    exit: EXIT.usage,
    hint: 'is it started? For a server in a container use a docker or kubectl fault',
  })
}

function ownPid(
  target: FaultTarget,
  by: Exclude<ProcessChoice, { port: true }>,
  listeners: readonly number[],
  port: number,
  table: ProcessTable,
): number {
  const pid = 'pid' in by ? by.pid : pidIn(fill(by.pidFile, placesOf(target, null)))
  if (!table.has(pid)) throw noProcess(pid)
  const family = listeners.flatMap((each) => [each, ...ancestorsOf(each, table)])
  if (family.includes(pid)) return pid
  const those = listeners
    .flatMap((each) => table.get(each) ?? [])
    .map((each) => `pid ${each.pid} (${programOf(each)})`)
    .join(', ')
  throw new Failure('fault.wrong-process', `pid ${pid} does not listen on port ${port}: that is ${those}`, {
    exit: EXIT.usage,
    hint: BY_PORT,
  })
}

const BY_PORT = 'leave the pid out to hit whoever listens on the port'

const noProcess = (pid: number): Failure =>
  new Failure('fault.no-process', `there is no process ${pid}`, { exit: EXIT.usage, hint: BY_PORT })

function pidIn(path: string): number {
  let text: string
  try {
    text = readFileSync(path, 'utf8').trim()
  } catch (cause) {
    const message = `the pid file ${path} cannot be read`
    throw new Failure('fault.pid-file', message, { exit: EXIT.usage, hint: PID_FILE, cause })
  }
  if (/^[1-9]\d*$/.test(text)) return Number(text)
  throw new Failure('fault.pid-file', `expected a pid in ${path}, got "${text.slice(0, 40)}"`, {
    exit: EXIT.usage,
    hint: PID_FILE,
  })
}

const PID_FILE = 'it holds the pid alone, in digits; without pidFile whoever listens on the port is hit'

function remote(target: FaultTarget, host: string): Failure {
  return new Failure('fault.remote', `${target.name} is at ${host}, which is not this machine`, {
    exit: EXIT.usage,
    hint: 'signals reach only processes of this machine: use a docker, kubectl, systemd or command fault (ssh -n host …)',
  })
}
