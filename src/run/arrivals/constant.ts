import type { ArrivalSource } from './arrivals.ts'

/** Evenly spaced from zero on: query i at i/rate, each rounded by itself so that no error adds up. */
export function constant(spec: { rate: number }): ArrivalSource {
  let i = 0
  return { next: () => Math.round((i++ * 1e9) / spec.rate), length: Number.POSITIVE_INFINITY }
}
