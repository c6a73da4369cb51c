import type { Economy, EnergyResult, WorkDone } from '../model/economy.ts'
import type { Figure } from '../model/figure.ts'
import type { Impact } from '../model/impact.ts'
import { costFigures } from './cost/cost-figures.ts'
import { paidReplicas } from './cost/fleet-size.ts'
import { priceWindow } from './cost/price.ts'
import { workDone } from './cost/work-done.ts'
import { carbonOf } from './energy/carbon.ts'
import { carbonFigures, energyFigures } from './energy/energy-figures.ts'
import { measureEnergy } from './energy/measure-energy.ts'
import type { LogInput } from './log-input.ts'
import type { Slice } from './slice.ts'

/** What the window cost, and the figures of it, over the run as a whole. docs/methodology.md §9 */
export function keepAccounts(
  log: LogInput,
  slice: Slice,
  impacts: readonly Impact[],
): { economy: Economy; figures: Figure[] } {
  const { prices, carbon: intensity } = log.manifest.scenario
  const work = workDone(slice)
  const cost = prices ? priceWindow(prices, paidReplicas(log), slice.view.window, impacts) : null
  const energy = energyOf(log, slice, work)
  const metered = energy === null || 'refused' in energy ? null : energy
  const carbon = metered && intensity ? carbonOf(metered, intensity) : null
  return {
    economy: { work, cost, energy, carbon },
    figures: [
      ...(cost ? costFigures(slice, cost, work) : []),
      ...(metered ? energyFigures(slice, metered, work) : []),
      ...(carbon ? carbonFigures(slice, carbon, work) : []),
    ],
  }
}

function energyOf(log: LogInput, { view: { window } }: Slice, work: WorkDone): EnergyResult | null {
  const { energy: settings, prices, probes } = log.manifest.scenario
  if (!settings) return null
  const replicas = paidReplicas(log)
  return measureEnergy({
    settings,
    readings: log.readings,
    probes,
    events: log.events,
    window,
    load: loadSpan(log),
    flowing: work.output.n > 0,
    gpus: prices?.basis.per === 'gpu' ? prices.basis.gpus * replicas : null,
    replicas,
  })
}

/** From the first request that was sent to the last that ended, in any phase. */
function loadSpan({ requests, manifest }: LogInput): { from: number; to: number } {
  const span = { from: manifest.plan.window.from as number, to: manifest.plan.window.from as number }
  for (let row = 0; row < requests.rows; row++) {
    if (requests.sent[row] < span.from) span.from = requests.sent[row]
    if (requests.done[row] > span.to) span.to = requests.done[row]
  }
  return span
}
