import type { BalanceSettings } from '../../../model/fleet.ts'
import { hashText, mix } from '../hash.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { crowdedAbove } from './crowded.ts'
import { Eligible } from './eligible.ts'

/**
 * Prompts that begin alike go to one replica, so that its prefix cache serves them: the highest of the rendezvous hashes
 * of prefix and replica's name among those that may be used and are not crowded.
 */
export function prefix(settings: BalanceSettings, view: FleetView): Balancer {
  const eligible = new Eligible(view)
  const names: number[] = []
  return {
    pick(ask) {
      for (let i = names.length; i < view.size; i++) names.push(hashText(view.name(i)))
      eligible.find(ask)
      const { replicas, count } = eligible
      const limit = crowdedAbove(eligible, view, settings.overload)
      let best = -1
      let highest = -1
      for (let i = 0; i < count; i++) {
        const replica = replicas[i]
        const score = mix(names[replica], ask.prefix)
        const crowded = view.inFlight(replica) > limit
        const rank = crowded ? score - 2 ** 32 : score
        if (best < 0 || rank > highest) {
          best = replica
          highest = rank
        }
      }
      return best
    },
  }
}
