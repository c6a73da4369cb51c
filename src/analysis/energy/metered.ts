import { NS_PER_S } from '../../base/nanos.ts'
import type { EnergyRefusal } from '../../model/economy.ts'

/** Part of the run's clock, ns. */
export interface Span {
  from: number
  to: number
}

/** Energy of one device over a span. */
export interface Metered {
  joules: number
  /** Power at the two edges, W. */
  edgeWatts: readonly [number, number]
  /** What readings cannot tell of what lies between them, and at edges without new values, J. */
  gap: number
  /** New values inside the span. */
  samples: number
}

export interface MeterRefusal {
  refused: EnergyRefusal
  because: string
}

export const isRefusal = <T extends object>(result: T | MeterRefusal): result is MeterRefusal => 'refused' in result

/** Three significant digits, for what a refusal says. */
export const digits = (value: number): string => String(Number(value.toPrecision(3)))

export const seconds = (ns: number): string => `${digits(ns / NS_PER_S)} s`
