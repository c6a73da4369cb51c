import { NS_PER_S } from '../../base/nanos.ts'
import type { Carbon, Energy } from '../../model/economy.ts'
import type { CarbonSettings } from '../../model/economy-settings.ts'

const JOULES_PER_KWH = 3.6e6

/**
 * Grams of CO2 equivalent of the facility's energy, or of what was metered where no facility figure is. What is
 * embodied in the hardware is never added. docs/methodology.md §9
 */
export function carbonOf(energy: Energy, settings: CarbonSettings): Carbon {
  const hours = (energy.window.to - energy.window.from) / NS_PER_S / 3600
  const kWh = (energy.facility ?? energy.ok) / JOULES_PER_KWH
  return {
    grams: kWh * settings.gramsPerKwh,
    u: kWh * settings.gramsPerKwh * (energy.ok === 0 ? 0 : energy.u / energy.ok),
    of: energy.facility === null ? energy.scope : 'facility',
    kWh,
    embodied: settings.embodiedGramsPerHour === null ? null : settings.embodiedGramsPerHour * hours,
  }
}
