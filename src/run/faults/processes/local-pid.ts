import { parseEndpoint } from '../../transport/endpoint.ts'
import type { FaultTarget } from '../director.ts'
import { topmost } from './family.ts'
import { guardIdentity } from './guard.ts'
import { listenersOf } from './listeners.ts'
import { localAddresses } from './local-address.ts'
import { readProcesses } from './process-table.ts'

/**
 * The first process of a replica of this machine; null where it is not of it, or nobody visible listens.
 * @throws Failure `fault.forbidden-process` where that is no process to do anything to
 */
export async function localPid(target: FaultTarget): Promise<number | null> {
  const { host, port } = parseEndpoint(target.url)
  const addresses = await localAddresses(host)
  if (addresses === null) return null
  const table = readProcesses()
  const [pid] = topmost(listenersOf(addresses, port).pids, table)
  const found = table.get(pid)
  if (found === undefined) return null
  guardIdentity(target, [found], table)
  return pid
}
