import type { BalanceSettings } from '../../../model/fleet.ts'
import type { Balancer, FleetView } from './balancer.ts'

/**
 * In turn, by the number of the request: while all replicas are usable, who answers depends on that number alone,
 * however many workers there are. A replica that is passed over leaves its turn to the next one.
 */
export function roundRobin(_settings: BalanceSettings, view: FleetView): Balancer {
  return {
    pick({ request, not }) {
      const { size } = view
      const first = ((request % size) + size) % size
      for (let step = 0; step < size; step++) {
        const replica = (first + step) % size
        if (replica !== not && view.usable(replica)) return replica
      }
      if (not >= 0 && view.usable(not)) return not
      return first === not ? (first + 1) % size : first
    },
  }
}
