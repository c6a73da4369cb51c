import type { Economy } from '../model/economy.ts'
import type { Figure } from '../model/figure.ts'
import type { Impact } from '../model/impact.ts'
import { costFigures } from './cost/cost-figures.ts'
import { paidReplicas } from './cost/fleet-size.ts'
import { priceWindow } from './cost/price.ts'
import { workDone } from './cost/work-done.ts'
import type { LogInput } from './log-input.ts'
import type { Slice } from './slice.ts'

/** What the window cost, and the figures of it, over the run as a whole. docs/methodology.md §9 */
export function keepAccounts(
  log: LogInput,
  slice: Slice,
  impacts: readonly Impact[],
): { economy: Economy; figures: Figure[] } {
  const { prices } = log.manifest.scenario
  const work = workDone(slice)
  const cost = prices && priceWindow(prices, paidReplicas(log).length, slice.view.window, impacts)
  return {
    economy: { work, cost: cost ?? null, energy: null, carbon: null },
    figures: cost ? costFigures(slice, cost, work) : [],
  }
}
