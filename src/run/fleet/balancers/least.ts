import type { Mt19937 } from '../../../stats/random/mt19937.ts'
import { index } from '../../../stats/random/uniform.ts'
import type { Eligible } from './eligible.ts'

/** The least loaded of the eligible replicas; ties by chance, because a fixed choice would overload one of them. */
export function leastOf({ replicas, count }: Eligible, load: (replica: number) => number, draws: Mt19937): number {
  let least = Number.POSITIVE_INFINITY
  let chosen = -1
  let ties = 0
  for (let i = 0; i < count; i++) {
    const its = load(replicas[i])
    if (its > least) continue
    ties = its < least ? 1 : ties + 1
    least = its
    if (ties === 1 || index(draws, ties) === 0) chosen = replicas[i]
  }
  return chosen
}
