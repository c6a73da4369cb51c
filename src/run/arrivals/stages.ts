import type { Stage } from '../../model/scenario.ts'
import { exponential } from '../../stats/random/exponential.ts'
import { stream } from '../../stats/random/stream.ts'
import type { ArrivalInputs, ArrivalSource } from './arrivals.ts'
import { inverseOf } from './rate-curve.ts'

/**
 * A load that changes: the queries of a process of rate 1 (exponential gaps, or even ones), each at the instant by
 * which the stages let that many be expected. Exact for any shape, and nothing is thrown away.
 */
export function stages(
  spec: { stages: readonly Stage[]; gaps: 'poisson' | 'constant' },
  { seed }: ArrivalInputs,
): ArrivalSource {
  const instantOf = inverseOf(spec.stages)
  const random = stream(seed, 'schedule')
  let count = 0
  const even = () => count++
  const poisson = () => {
    count += exponential(random)
    return count
  }
  const nextCount = spec.gaps === 'constant' ? even : poisson
  const length = spec.stages.reduce((sum, stage) => sum + stage.duration, 0)
  return { next: () => Math.round(instantOf(nextCount())), length }
}
