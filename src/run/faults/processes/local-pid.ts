import { parseEndpoint } from '../../transport/endpoint.ts'
import type { FaultTarget } from '../director.ts'
import { topmost } from './family.ts'
import { listenersOf } from './listeners.ts'
import { localAddresses } from './local-address.ts'
import { readProcesses } from './process-table.ts'

/** The first process of a replica of this machine; null where it is not of it, or nobody visible listens. */
export async function localPid(target: FaultTarget): Promise<number | null> {
  const { host, port } = parseEndpoint(target.url)
  const addresses = await localAddresses(host)
  if (addresses === null) return null
  return topmost(listenersOf(addresses, port).pids, readProcesses())[0] ?? null
}
