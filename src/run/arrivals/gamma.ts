import { gamma as drawGamma } from '../../stats/random/gamma.ts'
import { stream } from '../../stats/random/stream.ts'
import type { ArrivalInputs, ArrivalSource } from './arrivals.ts'

/** Gamma gaps of mean 1/rate and coefficient of variation 1/sqrt(burstiness): below 1 bursts, above 1 evener. */
export function gamma(spec: { rate: number; burstiness: number }, { seed }: ArrivalInputs): ArrivalSource {
  const random = stream(seed, 'schedule')
  let gaps = 0
  return {
    next: () => {
      gaps += drawGamma(random, spec.burstiness) / spec.burstiness
      return Math.round((gaps * 1e9) / spec.rate)
    },
    length: Number.POSITIVE_INFINITY,
  }
}
