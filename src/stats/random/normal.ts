import type { Mt19937 } from './mt19937.ts'
import { uniform } from './uniform.ts'

/** Standard normal by the Box–Muller transform: two uniforms a value, nothing kept between calls. */
export function normal(random: Mt19937): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)))
  return radius * Math.cos(2 * Math.PI * uniform(random))
}

/** Lognormal with the given mean and standard deviation of the values themselves, not of their logarithms. */
export function lognormal(random: Mt19937, mean: number, stddev: number): number {
  const variance = Math.log1p((stddev / mean) ** 2)
  return Math.exp(Math.log(mean) - variance / 2 + Math.sqrt(variance) * normal(random))
}
