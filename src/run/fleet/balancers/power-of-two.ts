import type { BalanceSettings } from '../../../model/fleet.ts'
import { stream } from '../../../stats/random/stream.ts'
import { index } from '../../../stats/random/uniform.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { Eligible } from './eligible.ts'

/** Of two different replicas drawn by chance the one with fewer requests in flight, the first drawn where they tie. */
export function powerOfTwo(settings: BalanceSettings, view: FleetView, lane: number): Balancer {
  const draws = stream(settings.seed, `balance/power-of-two/${lane}`)
  const eligible = new Eligible(view)
  return {
    pick(ask) {
      eligible.find(ask)
      const { replicas, count } = eligible
      if (count === 1) return replicas[0]
      const i = index(draws, count)
      const j = index(draws, count - 1)
      const first = replicas[i]
      const second = replicas[j < i ? j : j + 1]
      return view.inFlight(second) < view.inFlight(first) ? second : first
    },
  }
}
