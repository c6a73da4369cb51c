import type { BalanceSettings } from '../../../model/fleet.ts'
import { stream } from '../../../stats/random/stream.ts'
import { index, uniform } from '../../../stats/random/uniform.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { Eligible } from './eligible.ts'

/** By chance, in proportion to the weights; evenly where all that are left have weight 0. */
export function random(settings: BalanceSettings, view: FleetView, lane: number): Balancer {
  const draws = stream(settings.seed, `balance/random/${lane}`)
  const eligible = new Eligible(view)
  return {
    pick(ask) {
      eligible.find(ask)
      const { replicas, count } = eligible
      let total = 0
      for (let i = 0; i < count; i++) total += view.weight(replicas[i])
      if (total === 0) return replicas[index(draws, count)]
      let left = uniform(draws) * total
      let chosen = -1
      for (let i = 0; i < count && left >= 0; i++) {
        const weight = view.weight(replicas[i])
        if (weight > 0) chosen = replicas[i]
        left -= weight
      }
      return chosen
    },
  }
}
