import type { BalanceSettings } from '../../../model/fleet.ts'
import { mix } from '../hash.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { crowdedAbove } from './crowded.ts'
import { Eligible } from './eligible.ts'
import { Ring } from './ring.ts'

/** One conversation, one replica: the first on a consistent-hash ring that may be used and is not crowded. */
export function session(settings: BalanceSettings, view: FleetView): Balancer {
  const eligible = new Eligible(view)
  const ring = new Ring(view)
  return {
    pick(ask) {
      eligible.find(ask)
      const limit = crowdedAbove(eligible, view, settings.overload)
      const start = ring.find(mix(ask.session, 0))
      let first = -1
      for (let step = 0; step < ring.length; step++) {
        const replica = ring.owner((start + step) % ring.length)
        if (!eligible.has(replica)) continue
        if (view.inFlight(replica) <= limit) return replica
        if (first < 0) first = replica
      }
      return first
    },
  }
}
