import type { EnergyScope, EnergySettings } from '../../model/economy-settings.ts'
import type { MeterRefusal } from './metered.ts'
import { isUnique, type Meter } from './meters.ts'

/** The devices of each scope. */
const PARTS: { readonly [scope in EnergyScope]: readonly string[] } = {
  gpu: ['gpu'],
  'gpu+cpu+dram': ['gpu', 'cpu', 'dram'],
  node: ['node'],
}

export interface ChosenMeters {
  /** One sum is never of both. */
  by: 'counter' | 'power'
  /** One per device. */
  meters: readonly Meter[]
}

/**
 * One meter for each device of the scope: counters where every device has one, else power where every device has it. A
 * device that several sources meter under a name of its own counts once. docs/methodology.md §9
 */
export function chooseMeters(all: readonly Meter[], settings: EnergySettings): ChosenMeters | MeterRefusal {
  const named = settings.meters === null ? all : all.filter(({ source }) => settings.meters?.includes(source))
  const inScope = ofScope(named, settings.scope)
  if (inScope.length === 0) return refuseNone(named, settings)
  const missing = missingParts(inScope, settings.scope)
  if (missing.length > 0) return { refused: 'missing-scope', because: `nothing meters ${missing.join(' and ')}` }
  const rivals = settings.meters === null ? rivalSources(inScope) : []
  if (rivals.length > 0) {
    return {
      refused: 'ambiguous-meters',
      because: `${rivals.join(' and ')} may meter the same device: name those to use in energy.meters`,
    }
  }
  return oneEach(inScope)
}

/** Readings without a scope are of the one the scenario names, unless others carry it. */
function ofScope(meters: readonly Meter[], scope: EnergyScope): Meter[] {
  const labelled = meters.filter((meter) => meter.scope !== null && PARTS[scope].includes(meter.scope))
  return labelled.length > 0 ? labelled : meters.filter((meter) => meter.scope === null)
}

function refuseNone(meters: readonly Meter[], { scope, meters: named }: EnergySettings): MeterRefusal {
  const got = [...new Set(meters.map((meter) => meter.scope))].join(', ')
  const from = named === null ? 'no probe' : named.join(', ')
  return {
    refused: 'no-meter',
    because: `${from} gave no energy or power of scope ${scope}${got === '' ? '' : `, only of ${got}`}`,
  }
}

function missingParts(meters: readonly Meter[], scope: EnergyScope): string[] {
  if (meters.every((meter) => meter.scope === null)) return []
  return PARTS[scope].filter((part) => !meters.some((meter) => meter.scope === part))
}

/** Sources that give one part of the scope between them, with device names that may mean the same or not. */
function rivalSources(meters: readonly Meter[]): string[] {
  const parts = [...new Set(meters.map(({ scope }) => scope))]
  return parts.flatMap((part) => {
    const own = meters.filter(({ scope }) => scope === part)
    const sources = [...new Set(own.map(({ source }) => source))].sort()
    return sources.length > 1 && !own.every(({ device }) => isUnique(device)) ? sources : []
  })
}

function oneEach(meters: readonly Meter[]): ChosenMeters | MeterRefusal {
  const devices = Map.groupBy(meters, ({ scope, source, replica, device, others }) =>
    JSON.stringify(isUnique(device) ? [scope, device] : [scope, source, replica, device, others]),
  )
  for (const by of ['counter', 'power'] as const) {
    const chosen = [...devices.values()].map((rivals) => finest(rivals, by === 'counter' ? 'energy' : 'power'))
    if (chosen.every((meter) => meter !== undefined)) return { by, meters: chosen }
  }
  return { refused: 'mixed-meters', because: 'some devices have only an energy counter and others only power' }
}

/** The meter with the most readings of a kind. */
function finest(meters: readonly Meter[], series: 'energy' | 'power'): Meter | undefined {
  const able = meters.filter((meter) => meter[series].length > 0)
  return able.toSorted((a, b) => b[series].length - a[series].length || (a.source < b.source ? -1 : 1))[0]
}
