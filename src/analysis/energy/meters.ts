import type { Reading } from '../../model/run-log.ts'
import { isMeterSeries, isPlausible, type Point } from './points.ts'

/** What one source says of one device. */
export interface Meter {
  source: string
  /** `gpu`, `cpu`, `dram`, `node`; null where the readings do not say. */
  scope: string | null
  replica: string | null
  device: string | null
  /** Counter, J. */
  energy: readonly Point[]
  /** W */
  power: readonly Point[]
  /** Value at which the counter wraps, J. */
  range: number | null
}

/** The readings of energy and power by device, each in order of time, sentinels dropped. */
export function metersIn(readings: readonly Reading[]): Meter[] {
  const meters = new Map<string, Meter & { energy: Point[]; power: Point[] }>()
  for (const reading of readings) {
    const { name, source, labels = {}, at, value } = reading
    if (!isMeterSeries(name) || !isPlausible(name, reading)) continue
    const { scope = null, replica = null, device = null } = labels
    const key = JSON.stringify([source, scope, replica, device])
    const meter = meters.get(key) ?? { source, scope, replica, device, energy: [], power: [], range: null }
    meters.set(key, meter)
    if (name === 'energy.range') meter.range = value
    else meter[name].push({ at, value })
  }
  const found = [...meters.values()].filter(({ energy, power }) => energy.length > 0 || power.length > 0)
  for (const { energy, power } of found) for (const points of [energy, power]) points.sort((a, b) => a.at - b.at)
  return found
}
