import type { Reading } from '../../model/run-log.ts'
import { isMeterSeries, isPlausible, type Point } from './points.ts'

/** What one source says of one device. */
export interface Meter {
  source: string
  /** `gpu`, `cpu`, `dram`, `node`; null where the readings do not say. */
  scope: string | null
  replica: string | null
  device: string | null
  /** What else the readings say of whom they are, where the device has no name of its own; '' where nothing. */
  others: string
  /** Counter, J. */
  energy: readonly Point[]
  /** W */
  power: readonly Point[]
  /** Value at which the counter wraps, J. */
  range: number | null
}

/** Names that no two devices of a fleet share. */
const UNIQUE = /^(GPU|MIG)-/

export const isUnique = (device: string | null): boolean => UNIQUE.test(device ?? '')

/**
 * The readings of energy and power by device, each in order of time, sentinels dropped. Readings that differ in any label
 * (`instance`, `host`) are of different devices; labels of one that is named for all the world may change.
 */
export function metersIn(readings: readonly Reading[]): Meter[] {
  const meters = new Map<string, Meter & { energy: Point[]; power: Point[] }>()
  for (const reading of readings) {
    const { name, source, labels = {}, at, value } = reading
    if (!isMeterSeries(name) || !isPlausible(name, reading)) continue
    const { scope = null, replica = null, device = null } = labels
    const others = isUnique(device) ? '' : spellOthers(labels)
    const key = JSON.stringify([source, scope, replica, device, others])
    const meter = meters.get(key) ?? { source, scope, replica, device, others, energy: [], power: [], range: null }
    meters.set(key, meter)
    if (name === 'energy.range') meter.range = value
    else meter[name].push({ at, value })
  }
  const found = [...meters.values()].filter(({ energy, power }) => energy.length > 0 || power.length > 0)
  for (const { energy, power } of found) for (const points of [energy, power]) points.sort((a, b) => a.at - b.at)
  return found
}

/** `sensor` says how a device was read, not which. */
const KNOWN: ReadonlySet<string> = new Set(['scope', 'replica', 'device', 'sensor'])

const spellOthers = (labels: { readonly [label: string]: string }): string =>
  Object.entries(labels)
    .filter(([label]) => !KNOWN.has(label))
    .map(([label, value]) => `${label}=${value}`)
    .sort()
    .join(' ')
