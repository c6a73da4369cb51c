import type { RunBound } from '../model/slo.ts'
import { type Ppm, ppm } from '../stats/quantile.ts'

const USUAL = [0.5, 0.9, 0.95, 0.99, 0.999]

/** The percentiles every report has, and those the scenario's bounds ask for. */
export function reportedPercentiles(bounds: readonly RunBound[]): Ppm[] {
  const asked = bounds.flatMap(({ stat }) => (stat.startsWith('p') ? [Number(stat.slice(1)) / 100] : []))
  return [...new Set([...USUAL, ...asked].map(ppm))].sort((a, b) => a - b)
}
