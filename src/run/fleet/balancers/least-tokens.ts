import type { BalanceSettings } from '../../../model/fleet.ts'
import { stream } from '../../../stats/random/stream.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { Eligible } from './eligible.ts'
import { leastOf } from './least.ts'

/** The replica with the fewest tokens (prompts and expected outputs) in flight, ties by chance. */
export function leastTokens(settings: BalanceSettings, view: FleetView, lane: number): Balancer {
  const draws = stream(settings.seed, `balance/least-tokens/${lane}`)
  const eligible = new Eligible(view)
  const load = (replica: number): number => view.tokens(replica)
  return {
    pick(ask) {
      eligible.find(ask)
      return leastOf(eligible, load, draws)
    },
  }
}
