import type { Nanos } from '../base/nanos.ts'
import type { EnergyScope } from './economy-settings.ts'

/** What the measured window cost, in dollars, joules and carbon; null where the scenario says nothing of it. */
export interface Economy {
  work: WorkDone
  cost: Cost | null
  energy: EnergyResult | null
  carbon: Carbon | null
}

/** What came inside the window, whatever request it belongs to: the denominators. */
export interface WorkDone {
  /** Output tokens of ok requests. */
  output: Counted
  /** Prompt tokens of ok requests whose answer began in the window, and their output tokens. */
  total: Counted
  /** Output tokens of good requests. */
  good: Counted
  /** Ok requests that ended in the window, and those of them that were good. */
  requests: Counted
  goodRequests: Counted
}

/** A sum of what requests brought. `squares`: of what each brought, for the error of counting. */
export interface Counted {
  n: number
  squares: number
}

export interface Cost {
  /** Replicas that are paid for, idle and dead ones too. */
  replicas: number
  usdPerHour: number
  /** Over the window. */
  usd: number
  /** Relative, of the price. */
  uncertainty: number
  /** What each round of a fault wasted, in the order of `Analysis.impacts`. */
  kills: readonly KillCost[]
}

export interface KillCost {
  fault: string
  round: number
  replica: string
  /** Paid for good requests that did not come. */
  usd: number
  /** The fault's effect had not ended when observation did. */
  atLeast: boolean
}

/** Why there are no joules. Each rule fails closed: docs/methodology.md §9 */
export const ENERGY_REFUSALS = {
  'no-meter': 'no reading of energy or power has the scope asked for',
  shared: 'the machines serve others too',
  'ambiguous-meters': 'several meters may be counting one device',
  'mixed-meters': 'some devices have energy counters, others only power',
  'missing-scope': 'a part of the scope has no meter',
  'missing-device': 'a device gave no readings inside the window',
  'fewer-devices': 'fewer devices were metered than are deployed',
  'window-mismatch': 'the readings do not cover the window',
  'sampling-gap': 'readings of power are too far apart',
  'counter-reset': 'an energy counter fell and has no range at which it wraps',
  'wrap-unseen': 'an energy counter may have wrapped more than once between readings',
  frozen: 'a meter did not change while tokens flowed',
  'few-refreshes': 'the window is shorter than ten refreshes of the meter',
} as const

export type EnergyRefusal = keyof typeof ENERGY_REFUSALS

export type EnergyResult = Energy | { refused: EnergyRefusal; because: string }

/** Energy of the window by outside meters, in joules. Gross: power the machines draw idle is in it. */
export interface Energy {
  ok: number
  /** √(align² + meter² + gap²), J. */
  u: number
  /** Alignment of clocks; the meter's own error; what lies between readings. J */
  parts: { align: number; meter: number; gap: number }
  /** Never both in one sum. */
  by: 'counter' | 'power'
  /** Probes whose readings were used. */
  source: readonly string[]
  /** Slowest device's typical time between changes of its value. */
  refresh: Nanos
  /** Fresh values inside the window, over all devices. */
  samples: number
  window: { from: Nanos; to: Nanos }
  devices: number
  scope: EnergyScope
  idle: IdlePower | null
  /** Without idle power; null where that is not known. */
  net: number | null
  /** Node energy × PUE; null where the scope is less than the node or no PUE was given. */
  facility: number | null
}

export interface IdlePower {
  watts: number
  basis: 'stated' | 'measured'
  /** |after − before| / before; null where only one of them was long enough. */
  drift: number | null
}

/** Grams of CO2 equivalent. */
export interface Carbon {
  grams: number
  /** Of the meter alone: the intensity's is its source's. */
  u: number
  /** What the energy is of. */
  of: EnergyScope | 'facility'
  kWh: number
  /** In the hardware, its own line; null where no figure an hour was given. */
  embodied: number | null
}
