import type { Scenario } from '../model/scenario.ts'
import type { FaultTarget } from '../run/faults/director.ts'
import type { Member } from '../run/replica.ts'

/** The servers that faults hit and meters read: the members of the fleet, or what a gateway hides. */
export function serversOf({ fleet }: Scenario, members: readonly Member[]): FaultTarget[] {
  const servers = members.map(({ target, access }): FaultTarget => {
    const { name, url, protocol, model } = target
    return { name, url, protocol, model, access }
  })
  if (fleet.behind.length === 0) return servers
  return fleet.behind.map(({ name, url }) => ({ ...servers[0], name, url }))
}
