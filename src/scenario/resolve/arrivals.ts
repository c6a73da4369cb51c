import type { Arrivals } from '../../model/scenario.ts'
import type { LoadFile } from '../schema/load.ts'
import type { Inspection } from './inspection.ts'

/** How the requests of an open loop are spread in time. */
export function resolveArrivals(given: LoadFile, inspection: Inspection): Arrivals {
  const kind = given.arrivals ?? impliedKind(given)
  refuseForeignKeys(given, kind, inspection)
  switch (kind) {
    case 'constant':
    case 'poisson':
      return { kind, rate: neededRate(given, kind, inspection) }
    case 'gamma':
      return { kind, rate: neededRate(given, kind, inspection), burstiness: given.burstiness ?? 0.5 }
    case 'stages':
      return resolveStages(given, inspection)
    case 'trace':
      return resolveTrace(given, inspection)
  }
}

/** How long all stages last together, ns. */
export function stagesLength(arrivals: Extract<Arrivals, { kind: 'stages' }>): number {
  return arrivals.stages.reduce((sum, { duration }) => sum + duration, 0)
}

function impliedKind(given: LoadFile): Arrivals['kind'] {
  if (given.stages) return 'stages'
  if (given.trace) return 'trace'
  return given.burstiness === undefined ? 'poisson' : 'gamma'
}

const OWNERS = {
  stages: ['stages'],
  gaps: ['stages'],
  trace: ['trace'],
  burstiness: ['gamma'],
  rate: ['constant', 'poisson', 'gamma', 'trace'],
} as const satisfies { readonly [key in keyof LoadFile]: readonly Arrivals['kind'][] }

function refuseForeignKeys(given: LoadFile, kind: Arrivals['kind'], inspection: Inspection): void {
  for (const [key, owners] of Object.entries(OWNERS)) {
    if (given[key as keyof LoadFile] === undefined || (owners as readonly string[]).includes(kind)) continue
    inspection.refuse(['load', key], `${kind} arrivals have no ${key}`, `it belongs to arrivals: ${owners.join(', ')}`)
  }
}

function neededRate(given: LoadFile, kind: string, inspection: Inspection): number {
  if (given.rate === undefined)
    inspection.refuse(['load', 'rate'], `${kind} arrivals need a rate`, 'for example rate: 20/s')
  else if (given.rate === 0) inspection.refuse(['load', 'rate'], 'the rate is zero: nothing would be sent')
  return given.rate ?? 0
}

function resolveStages(given: LoadFile, inspection: Inspection): Arrivals {
  const stages = (given.stages ?? []).map((stage) => ({ ...stage, shape: stage.shape ?? ('step' as const) }))
  if (stages.length === 0) {
    inspection.refuse(['load', 'stages'], 'arrivals: stages needs them', 'stages: [{ rate: 10/s, duration: 30s }, …]')
  } else if (stages.every(({ rate, duration }) => rate === 0 || duration === 0)) {
    inspection.refuse(['load', 'stages'], 'no stage has both a rate and a duration: nothing would be sent')
  }
  return { kind: 'stages', stages, gaps: given.gaps ?? 'poisson' }
}

function resolveTrace(given: LoadFile, inspection: Inspection): Arrivals {
  const { path = null, unit = null, scale } = given.trace ?? {}
  if (scale !== undefined && given.rate !== undefined) {
    inspection.refuse(['load', 'trace', 'scale'], 'scale and rate both set the pace of the trace: leave one out')
  }
  if (unit !== null && path === null) {
    const hint = 'the dataset’s own time stamps have a unit already; stretch them with load.trace.scale'
    inspection.refuse(['load', 'trace', 'unit'], 'the unit is that of load.trace.path, which is not given', hint)
  }
  if (given.rate === 0) inspection.refuse(['load', 'rate'], 'the rate is zero: nothing would be sent')
  return { kind: 'trace', path, unit, scale: scale ?? 1, rate: given.rate ?? null }
}
