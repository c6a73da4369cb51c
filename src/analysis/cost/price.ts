import { NS_PER_S } from '../../base/nanos.ts'
import type { Cost, KillCost } from '../../model/economy.ts'
import type { Prices } from '../../model/economy-settings.ts'
import type { Impact } from '../../model/impact.ts'
import type { Window } from '../window.ts'

const SECONDS_PER_HOUR = 3600

/** What the fleet cost over the window, and what each fault wasted of it. docs/methodology.md §9 */
export function priceWindow(prices: Prices, replicas: number, window: Window, impacts: readonly Impact[]): Cost {
  const usdPerHour = prices.usdPerReplicaHour * replicas
  return {
    replicas,
    usdPerHour,
    usd: usdOver(usdPerHour, (window.to - window.from) / NS_PER_S),
    uncertainty: prices.uncertainty,
    kills: impacts.map((impact) => killOf(impact, usdPerHour)),
  }
}

/** US dollars of so many seconds. */
export const usdOver = (usdPerHour: number, seconds: number): number => (usdPerHour / SECONDS_PER_HOUR) * seconds

/**
 * US dollars that bought nothing because of a fault: from the fault until recovery the fleet was paid for, and the share
 * `lostGood / (referenceGoodput × that time)` of its good requests did not come. The time cancels.
 * @param referenceGoodput good requests per second before the fault
 */
export function killCost({ lostGood, referenceGoodput, usdPerHour }: KillLoss): number {
  return referenceGoodput > 0 ? usdOver(usdPerHour, lostGood / referenceGoodput) : 0
}

export interface KillLoss {
  lostGood: number
  referenceGoodput: number
  usdPerHour: number
}

function killOf({ fault, round, replica, lost, reference }: Impact, usdPerHour: number): KillCost {
  const usd = killCost({ lostGood: Math.max(0, lost.untilHold), referenceGoodput: reference.goodput, usdPerHour })
  return { fault, round, replica, usd, atLeast: lost.atLeast }
}
