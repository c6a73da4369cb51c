import type { BalanceSettings } from '../../../model/fleet.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { Eligible } from './eligible.ts'

/**
 * In turn, by the number of the request: while all replicas are usable, who answers depends on that number alone,
 * however many workers there are. The turns of a replica that is passed over are shared out among the others in turn, or
 * its neighbor would bear the load of two.
 */
export function roundRobin(_settings: BalanceSettings, view: FleetView): Balancer {
  const eligible = new Eligible(view)
  return {
    pick(ask) {
      const { size } = view
      const turn = Math.floor(ask.request / size)
      const first = ask.request - turn * size
      if (first !== ask.not && view.usable(first)) return first
      eligible.find(ask)
      const { replicas, count } = eligible
      return eligible.has(first) ? first : replicas[(((turn + first) % count) + count) % count]
    },
  }
}
