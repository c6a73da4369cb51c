import type { FleetView } from './balancer.ts'
import type { Eligible } from './eligible.ts'

/**
 * Above so many requests in flight a replica is passed over by those policies that would rather keep to one: `overload`
 * times the mean of the eligible. The mean counts as at least 1, or a nearly idle fleet would keep no session together.
 */
export function crowdedAbove({ replicas, count }: Eligible, view: FleetView, overload: number): number {
  let total = 0
  for (let i = 0; i < count; i++) total += view.inFlight(replicas[i])
  return overload * Math.max(1, total / count)
}
