import { permutation } from '../../stats/random/shuffle.ts'
import { stream } from '../../stats/random/stream.ts'

/** Dataset index of each query. */
export type SampleOrder = (query: number) => number

/**
 * Passes over the dataset without replacement, each shuffled by itself, so that any query's sample is found without
 * those before it and is the same for every worker. The two latest passes are kept.
 */
export function shuffledPasses(size: number, seed: string): SampleOrder {
  const kept = new Map<number, Uint32Array>()
  return (query) => {
    const pass = Math.floor(query / size)
    const order = kept.get(pass) ?? shuffledPass(pass)
    return order[query - pass * size]
  }

  function shuffledPass(pass: number): Uint32Array {
    const order = permutation(size, stream(seed, `order/${pass}`), 'gcc11')
    if (kept.size === 2) kept.delete(Math.min(...kept.keys()))
    kept.set(pass, order)
    return order
  }
}

/** The dataset's own order, over and over: replaying a trace keeps each request at its own time. */
export function fileOrder(size: number): SampleOrder {
  return (query) => query % size
}
