import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../base/nanos.ts'
import type { Unit } from '../model/metric.ts'
import type { Stat } from '../model/slo.ts'

/** A value in its unit as a sentence needs it: four significant digits. */
export function spell(value: number, unit: Unit): string {
  if (value === Number.POSITIVE_INFINITY) return '+∞ (failures)'
  switch (unit) {
    case 'ns':
      return spellTime(value)
    case 'share':
      return `${digits(value * 100)}%`
    case '1/s':
      return `${digits(value)}/s`
    case 'tokens/s':
      return `${digits(value)} tokens/s`
    case 'USD':
    case 'J':
    case 'tokens/USD':
    case 'tokens/J':
      return `${digits(value)} ${unit}`
    case 'gCO2':
      return `${digits(value)} g CO₂e`
    default:
      return digits(value)
  }
}

export function spellTime(ns: number): string {
  if (ns >= NS_PER_S) return `${digits(ns / NS_PER_S)} s`
  if (ns >= NS_PER_MS || ns === 0) return `${digits(ns / NS_PER_MS)} ms`
  return `${digits(ns / NS_PER_US)} µs`
}

export const spellShare = (share: number): string => spell(share, 'share')

/** `p99(ttft)`, or the metric alone where it is one number per run. */
export const spellSubject = (metric: string, stat: Stat): string => (stat === 'value' ? metric : `${stat}(${metric})`)

const digits = (value: number): string => String(Number(value.toPrecision(4)))
