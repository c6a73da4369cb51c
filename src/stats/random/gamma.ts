import type { Mt19937 } from './mt19937.ts'
import { normal } from './normal.ts'
import { uniform } from './uniform.ts'

/**
 * Gamma with scale 1 and thus mean `shape`, by Marsaglia and Tsang (2000); their boost carries shapes below 1.
 * @param shape above 0
 */
export function gamma(random: Mt19937, shape: number): number {
  if (shape >= 1) return squeezed(random, shape)
  const boosted = squeezed(random, shape + 1)
  return boosted * (1 - uniform(random)) ** (1 / shape)
}

function squeezed(random: Mt19937, shape: number): number {
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = normal(random)
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    const logU = Math.log(1 - uniform(random))
    if (logU < x * x * 0.5 + d * (1 - v + Math.log(v))) return d * v
  }
}
