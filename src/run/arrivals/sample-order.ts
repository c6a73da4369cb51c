import { permutation } from '../../stats/random/shuffle.ts'
import { stream } from '../../stats/random/stream.ts'

/** Dataset index of each query. */
export type SampleOrder = (query: number) => number

/**
 * Passes over the dataset without replacement, each shuffled by itself, so that any query's sample is found without
 * those before it and is the same for every worker. The two latest passes are kept.
 */
export function shuffledPasses(size: number, seed: string): SampleOrder {
  let latest = passOf(0)
  let other = latest
  return (query) => {
    const number = Math.floor(query / size)
    if (number !== latest.number) [latest, other] = [number === other.number ? other : passOf(number), latest]
    return latest.order[query - number * size]
  }

  function passOf(number: number) {
    return { number, order: permutation(size, stream(seed, `order/${number}`), 'gcc11') }
  }
}

/** The dataset's own order, over and over: replaying a trace keeps each request at its own time. */
export function fileOrder(size: number): SampleOrder {
  return (query) => query % size
}
