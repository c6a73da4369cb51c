import { type Nanos, NS_PER_S, nanos } from '../../base/nanos.ts'
import type { GoodputWithout } from '../../model/impact.ts'
import { moments } from '../../stats/moments.ts'
import type { Window } from '../window.ts'

const Z90 = 1.6448536269514722
const MARGIN = 1.05
/** Fewer seconds say too little about how goodput scatters. */
const LEAST_BINS = 10

/**
 * Goodput while the replica was out: whole seconds from its eviction to its return. Equivalent where the 90 % interval of
 * the ratio lies within 1/1.05 and 1.05, which is two one-sided tests. docs/methodology.md §8
 * @param good per second from the fault on
 * @param back null: it did not come back while observed
 */
export function goodputWithout(
  good: Float64Array,
  observed: Window,
  evicted: Nanos,
  back: Nanos | null,
  against: { kind: GoodputWithout['against']; goodput: number },
): GoodputWithout | null {
  const binOf = (at: Nanos) => (at - observed.from) / NS_PER_S
  const first = Math.max(1, Math.ceil(binOf(evicted)))
  const last = back === null ? good.length : Math.min(good.length, Math.floor(binOf(back)))
  if (last <= first || !(against.goodput > 0)) return null
  const seconds = good.subarray(first, last)
  const { mean, stddev } = moments(seconds)
  const half = (Z90 * (Number.isNaN(stddev) ? 0 : stddev)) / Math.sqrt(seconds.length)
  const interval = { low: (mean - half) / against.goodput, high: (mean + half) / against.goodput }
  return {
    from: nanos(observed.from + first * NS_PER_S),
    to: nanos(observed.from + last * NS_PER_S),
    goodput: mean,
    against: against.kind,
    ratio: mean / against.goodput,
    interval,
    verdict: seconds.length < LEAST_BINS ? 'undecided' : verdictOn(interval),
  }
}

function verdictOn({ low, high }: { low: number; high: number }): GoodputWithout['verdict'] {
  if (low > 1 / MARGIN && high < MARGIN) return 'equivalent'
  if (high < 1) return 'lower'
  return low > 1 ? 'higher' : 'undecided'
}
