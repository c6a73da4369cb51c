import { exponential } from '../../stats/random/exponential.ts'
import { stream } from '../../stats/random/stream.ts'
import type { ArrivalInputs, ArrivalSource } from './arrivals.ts'

/** A Poisson process: exponential gaps, the first before the first query. Another rate only scales the schedule. */
export function poisson(spec: { rate: number }, { seed }: ArrivalInputs): ArrivalSource {
  const random = stream(seed, 'schedule')
  let gaps = 0
  return {
    next: () => {
      gaps += exponential(random)
      return Math.round((gaps * 1e9) / spec.rate)
    },
    length: Number.POSITIVE_INFINITY,
  }
}
