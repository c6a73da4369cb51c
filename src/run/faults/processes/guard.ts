import { statSync } from 'node:fs'
import { EXIT, Failure } from '../../../base/failure.ts'
import type { FaultTarget } from '../director.ts'
import { ancestorsOf } from './family.ts'
import { userName } from './listeners.ts'
import { type Process, type ProcessTable, programOf } from './process-table.ts'

/** Programs that only carry connections to the real server, shortened as systems do. */
const CARRIERS: { readonly [name: string]: string } = {
  'docker-proxy': 'use a docker fault',
  'com.docker.backe': 'use a docker fault',
  'com.docker.backend': 'use a docker fault',
  rootlessport: 'use a docker fault, or a command fault with podman',
  kubectl: 'use a kubectl fault',
  ssh: 'use a command fault: ssh -n host …',
  sshd: 'use a command fault: ssh -n host …',
  'toxiproxy-serve': 'use a toxiproxy fault',
  'toxiproxy-server': 'use a toxiproxy fault',
}

const BY_PORT = 'name the server’s own process, or leave the pid out to hit whoever listens on the port'

/** None that must not be hit, and none that may not. */
export function guardProcesses(target: FaultTarget, processes: readonly Process[], table: ProcessTable): void {
  guardIdentity(target, processes, table)
  for (const each of processes) mayBeSignaled(each.pid, programOf(each))
}

/** Neither the system's first process, nor ours or one we descend from, nor one that only carries connections. */
export function guardIdentity(target: FaultTarget, processes: readonly Process[], table: ProcessTable): void {
  const ours = new Set([process.pid, ...ancestorsOf(process.pid, table)])
  for (const each of processes) {
    const { pid, name } = each
    const program = programOf(each)
    const who = `pid ${pid} (${program})`
    if (pid === 1) throw forbidden(`${who} is the first process of this system`, BY_PORT)
    if (pid === process.pid) throw forbidden(`${who} of ${target.name} is Tailgate itself`, BY_PORT)
    if (ours.has(pid)) throw forbidden(`${who} of ${target.name} is a process that Tailgate runs under`, BY_PORT)
    const carrier = CARRIERS[program] ?? CARRIERS[name]
    if (carrier !== undefined) throw forbidden(`${who} is not the server of ${target.name} but carries to it`, carrier)
  }
}

function mayBeSignaled(pid: number, program: string): void {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return
    throw new Failure(
      'fault.permission',
      `pid ${pid} (${program}) belongs to ${ownerOf(pid)}: no permission to signal it`,
      {
        exit: EXIT.usage,
        hint: 'run Tailgate as that user, or use a `command` fault that may (sudo -n kill …)',
        cause: error,
      },
    )
  }
}

function ownerOf(pid: number): string {
  try {
    return userName(statSync(`/proc/${pid}`).uid)
  } catch {
    return 'another user'
  }
}

const forbidden = (message: string, hint: string): Failure =>
  new Failure('fault.forbidden-process', message, { exit: EXIT.usage, hint })
