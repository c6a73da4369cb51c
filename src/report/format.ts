import { NS_PER_MS, NS_PER_S, NS_PER_US } from '../base/nanos.ts'
import type { Figure } from '../model/figure.ts'
import type { Unit } from '../model/metric.ts'

/** Printed where there is no number. */
export const NONE = '–'

/** Printed where a percentile lies among the failures. */
export const INFINITE = '∞ (failures)'

/**
 * One figure as text with its unit, never bare: failures at +∞ are called so, and a percentile of too few values says
 * so (docs/methodology.md §4.2), as does a duration that had not ended (§8).
 */
export function formatFigure(figure: Figure | undefined): string {
  if (figure === undefined || figure.n === 0 || Number.isNaN(figure.value)) return NONE
  if (!figure.insufficient) return `${figure.atLeast ? '>= ' : ''}${formatValue(figure.value, figure.unit)}`
  return figure.value === Number.POSITIVE_INFINITY ? '∞ (few)' : `${formatValue(figure.value, figure.unit)} (few)`
}

/** A number of a unit as text: three significant digits, scaled where the unit scales. */
export function formatValue(value: number, unit: Unit | 's'): string {
  if (Number.isNaN(value)) return NONE
  if (!Number.isFinite(value)) return value > 0 ? INFINITE : '−∞'
  switch (unit) {
    case 'ns':
      return formatDuration(value)
    case 's':
      return formatDuration(value * NS_PER_S)
    case '1/s':
      return `${formatNumber(value)}/s`
    case 'tokens/s':
      return `${formatNumber(value)} tok/s`
    case 'share':
      return formatShare(value)
    case 'tokens':
      return `${formatNumber(value)} tok`
    case 'bytes':
      return formatBytes(value)
    case 'USD':
      return `${formatNumber(value)} USD`
    case 'J':
      return formatScaled(value, 'J')
    case 'gCO2':
      return `${formatScaled(value, 'g')} CO₂e`
    case 'tokens/USD':
      return `${formatNumber(value)} tok/USD`
    case 'tokens/J':
      return `${formatNumber(value)} tok/J`
    case 'count':
    case 'requests':
      return formatNumber(value)
  }
}

/** Nanoseconds as `85 µs`, `412 ms`, `1.23 s`, `16.7 min`, `2.5 h`. */
export function formatDuration(ns: number): string {
  if (Number.isNaN(ns)) return NONE
  if (!Number.isFinite(ns)) return INFINITE
  if (ns === 0) return '0 s'
  const size = roundedSize(ns)
  if (size < NS_PER_US) return `${formatNumber(ns)} ns`
  if (size < NS_PER_MS) return `${formatNumber(ns / NS_PER_US)} µs`
  if (size < NS_PER_S) return `${formatNumber(ns / NS_PER_MS)} ms`
  if (size < 1000 * NS_PER_S) return `${formatNumber(ns / NS_PER_S)} s`
  return size < 7200 * NS_PER_S
    ? `${formatNumber(ns / (60 * NS_PER_S))} min`
    : `${formatNumber(ns / (3600 * NS_PER_S))} h`
}

/**
 * A share as percent. Near one the distance from one keeps two digits: 0.9996 is `99.96%`, and `100%` is printed for
 * nothing less than all.
 */
export function formatShare(share: number): string {
  if (!Number.isFinite(share)) return share > 0 ? '∞' : NONE
  const percent = share * 100
  if (percent < 99 || percent >= 100) return `${formatNumber(percent)}%`
  const decimals = Math.min(10, Math.ceil(-Math.log10(100 - percent)) + 1)
  return `${dropZeros(percent.toFixed(Math.max(1, decimals)))}%`
}

/** A count, exact, with thousands set apart. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? groupThousands(String(Math.round(count))) : NONE
}

/** Three significant digits below a thousand; above it the whole number with thousands set apart. */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? NONE : value > 0 ? '∞' : '−∞'
  if (value === 0) return '0'
  if (roundedSize(value) >= 1000) return groupThousands(String(Math.round(value)))
  const digits = value.toPrecision(3)
  const plain = digits.includes('e') ? String(Number(digits)) : digits
  return Math.abs(value) < 1 || /\.0+$/.test(plain) ? dropZeros(plain) : plain
}

/** Bytes in powers of 1024. */
export function formatBytes(bytes: number): string {
  if (bytes >= 2 ** 30) return `${formatNumber(bytes / 2 ** 30)} GiB`
  if (bytes >= 2 ** 20) return `${formatNumber(bytes / 2 ** 20)} MiB`
  return bytes >= 2 ** 10 ? `${formatNumber(bytes / 2 ** 10)} KiB` : `${formatNumber(bytes)} B`
}

/** A quantity with the prefix that leaves one to three digits before the point: mJ, J, kJ, MJ, GJ. */
export function formatScaled(value: number, unit: string): string {
  const size = roundedSize(value)
  if (size === 0 || !Number.isFinite(value)) return `${formatNumber(value)} ${unit}`
  const [divisor, prefix] = PREFIXES.find(([least]) => size >= least) ?? PREFIXES[PREFIXES.length - 1]
  return `${formatNumber(value / divisor)} ${prefix}${unit}`
}

const PREFIXES = [
  [1e9, 'G'],
  [1e6, 'M'],
  [1e3, 'k'],
  [1, ''],
  [1e-3, 'm'],
  [1e-6, 'µ'],
] as const

/** The size a number has once it is rounded to three digits, so that 999.9 µs is printed as 1 ms. */
function roundedSize(value: number): number {
  return Math.abs(Number(value.toPrecision(3)))
}

function dropZeros(digits: string): string {
  return digits.includes('.') ? digits.replace(/\.?0+$/, '') : digits
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',')
}
