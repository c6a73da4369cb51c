import type { CarbonSettings, EnergySettings, HardwareSettings, Prices } from '../../model/economy-settings.ts'
import type { Probe } from '../../model/probe.ts'
import type { CarbonFile, EnergyFile, HardwareFile, PricesFile } from '../schema/economy.ts'
import { nearest } from './fleet.ts'
import type { Inspection } from './inspection.ts'

/** What a replica costs; null where the file says nothing of it. */
export function resolvePrices(given: PricesFile | undefined, inspection: Inspection): Prices | null {
  if (!given) return null
  const { replica, gpu, gpus, terms = 'on-demand', date, source, uncertainty = 0 } = given
  if ((replica === undefined) === (gpu === undefined)) {
    inspection.refuse(['prices'], 'expected either replica or gpu', 'for example replica: 2.50 USD/h')
  }
  if (gpu !== undefined && gpus === undefined) {
    inspection.refuse(['prices', 'gpus'], 'how many GPUs has a replica?', 'for example gpus: 8')
  }
  if (gpu === undefined && gpus !== undefined) {
    inspection.refuse(['prices', 'gpus'], 'a price per replica has its GPUs counted in', 'leave out gpus')
  }
  for (const key of ['replica', 'gpu'] as const) {
    if (given[key] === 0) inspection.refuse(['prices', key], 'nothing costs nothing', 'leave out prices')
  }
  const rest = { terms, date, source, uncertainty }
  if (gpu === undefined) return { usdPerReplicaHour: replica ?? 0, basis: { per: 'replica' }, ...rest }
  const count = gpus ?? 1
  return { usdPerReplicaHour: gpu * count, basis: { per: 'gpu', usd: gpu, gpus: count }, ...rest }
}

/** How energy is counted; null where the file says nothing of it. */
export function resolveEnergy(
  given: EnergyFile | undefined,
  probes: readonly Probe[],
  inspection: Inspection,
): EnergySettings | null {
  if (!given) return null
  const { scope = 'gpu', meters = null, exclusive = false, pue = null, idle = null, meterError = null } = given
  if (pue !== null && pue < 1) {
    inspection.refuse(['energy', 'pue'], `no facility draws less than its machines: expected 1 or more, got ${pue}`)
  }
  const names = probes.map(({ name }) => name)
  if (names.length === 0) inspection.warn('energy: there are no probes, so no meter: energy will be absent')
  for (const [index, meter] of (meters ?? []).entries()) {
    if (names.includes(meter)) continue
    const hint = names.length === 0 ? 'list it under probes' : nearest(meter, names)
    inspection.refuse(['energy', 'meters', index], `there is no probe ${meter}`, hint)
  }
  return { scope, meters, exclusive, pue, idleWatts: idle, meterError }
}

/** What energy means in CO2 equivalent; null where the file says nothing of it. */
export function resolveCarbon(given: CarbonFile | undefined): CarbonSettings | null {
  if (!given) return null
  const { intensity, kind = 'average', zone, source, embodied = null } = given
  return { gramsPerKwh: intensity, kind, zone, source, embodiedGramsPerHour: embodied }
}

/** The numbers of model and accelerators; null where the file says nothing of them. */
export function resolveHardware(given: HardwareFile | undefined): HardwareSettings | null {
  if (!given) return null
  const { weightBytes = null, kvBytesPerToken = null, peakBytesPerSecond = null, ...rest } = given
  return { ...rest, weightBytes, kvBytesPerToken, peakBytesPerSecond }
}
