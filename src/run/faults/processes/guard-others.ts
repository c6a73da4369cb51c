import { EXIT, Failure } from '../../../base/failure.ts'
import { parseEndpoint } from '../../transport/endpoint.ts'
import type { FaultTarget } from '../director.ts'
import { listenersOf, portsOf } from './listeners.ts'
import { localAddresses } from './local-address.ts'
import { type Process, programOf } from './process-table.ts'

/**
 * What hits one replica must leave the others alone: a launcher or supervisor is an ancestor of them all.
 * @throws Failure `fault.other-replica` when one of the processes listens on another replica's port
 */
export async function guardOthers(
  target: FaultTarget,
  others: readonly FaultTarget[],
  processes: readonly Process[],
): Promise<void> {
  const own = parseEndpoint(target.url)
  const pids = processes.map(({ pid }) => pid)
  // Looking a port up takes milliseconds, of a fleet on one machine hundreds of them; most have no business here.
  const ports = portsOf(pids)
  for (const other of others) {
    const { host, port } = parseEndpoint(other.url)
    if ((host === own.host && port === own.port) || ports?.has(port) === false) continue
    const addresses = await localAddresses(host)
    if (addresses === null) continue
    const [shared] = listenersOf(addresses, port, pids).pids
    const found = processes.find(({ pid }) => pid === shared)
    if (found !== undefined) throw alsoOf(other, target, found)
  }
}

function alsoOf(other: FaultTarget, target: FaultTarget, found: Process): Failure {
  const message = `${target.name} cannot be hit alone: pid ${found.pid} (${programOf(found)}) would be hit too, and serves ${other.name}`
  return new Failure('fault.other-replica', message, {
    exit: EXIT.usage,
    hint: 'leave the pid out, or start each replica under a process of its own',
  })
}
