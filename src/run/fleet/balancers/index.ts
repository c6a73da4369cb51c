import type { BalancerName, BalanceSettings } from '../../../model/fleet.ts'
import type { Balancer, FleetView } from './balancer.ts'
import { leastRequests } from './least-requests.ts'
import { leastTokens } from './least-tokens.ts'
import { powerOfTwo } from './power-of-two.ts'
import { prefix } from './prefix.ts'
import { random } from './random.ts'
import { roundRobin } from './round-robin.ts'
import { session } from './session.ts'

/** Every policy by the name a scenario gives it. @param lane of the worker that picks: each has its own chances */
export const balancers: {
  readonly [name in BalancerName]: (settings: BalanceSettings, view: FleetView, lane: number) => Balancer
} = {
  'round-robin': roundRobin,
  random,
  'least-requests': leastRequests,
  'least-tokens': leastTokens,
  'power-of-two': powerOfTwo,
  session,
  prefix,
}
