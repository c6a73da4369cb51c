import { EXIT, Failure } from '../../base/failure.ts'
import type { ArrivalInputs, ArrivalSource } from './arrivals.ts'

/**
 * Replays time stamps, which never decrease; queries that came together stay together. Stretched by `scale`, or, where
 * a rate is wanted, so that the mean gap is 1/rate.
 * @throws Failure of exit `usage` when there are no stamps, or no gap that could be stretched to a rate
 */
export function trace(spec: { scale: number; rate: number | null }, { stamps }: ArrivalInputs): ArrivalSource {
  if (stamps === null || stamps.length === 0) {
    throw new Failure('arrivals.no-stamps', 'arrivals: trace needs time stamps, and the dataset has none', {
      exit: EXIT.usage,
      hint: 'use a trace dataset (azure, burstgpt, mooncake), or give arrivals a path to a file of time stamps',
    })
  }
  const factor = spec.rate === null ? spec.scale : toRate(stamps, spec.rate)
  const due = (i: number) => Math.round((stamps[i] - stamps[0]) * factor)
  let i = 0
  const next = () => (i < stamps.length ? due(i++) : Number.POSITIVE_INFINITY)
  return { next, length: due(stamps.length - 1) + 1 }
}

function toRate(stamps: Float64Array, rate: number): number {
  const span = stamps[stamps.length - 1] - stamps[0]
  if (span > 0) return ((stamps.length - 1) * 1e9) / rate / span
  throw new Failure('arrivals.no-span', `a trace of ${stamps.length} simultaneous requests has no rate to change`, {
    exit: EXIT.usage,
    hint: 'leave rate out, or use arrivals: constant or poisson',
  })
}
