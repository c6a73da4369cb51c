import type { Scenario } from '../model/scenario.ts'
import { describeFaults, type FaultDescription } from '../run/faults/describe-faults.ts'
import type { Member } from '../run/replica.ts'
import { proxied } from './proxied.ts'
import { serversOf } from './servers-of.ts'

/**
 * What each fault of a scenario would do, found out on the live fleet without doing it.
 * @throws Failure when one cannot be done, or the fleet cannot be found
 */
export async function rehearseFaults(scenario: Scenario, targets: readonly Member[]): Promise<FaultDescription[]> {
  const members = await found(scenario, targets)
  const { proxy, close } = await proxied(scenario.faults, members)
  try {
    return await describeFaults(scenario.faults, serversOf(scenario, members), proxy)
  } finally {
    await close()
  }
}

async function found({ fleet }: Scenario, targets: readonly Member[]): Promise<readonly Member[]> {
  if (fleet.discover === null) return targets
  const { openSource } = await import('../run/fleet/sources/index.ts')
  const source = openSource(fleet.discover, { targets, note: () => {} })
  try {
    return await source.first()
  } finally {
    source.stop()
  }
}
