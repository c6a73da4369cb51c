import { EXIT, Failure } from '../../base/failure.ts'
import { suggest } from '../../base/suggest.ts'
import type { Fault } from '../../model/fault.ts'
import { stream } from '../../stats/random/stream.ts'
import { index } from '../../stats/random/uniform.ts'

/** What a choice depends on, at the moment it is made. */
export interface Candidates {
  /** Replicas there are or have been: in the scenario's order, then those that joined in theirs. */
  names: readonly string[]
  /** It has left the fleet. */
  isGone(replica: string): boolean
  inFlight(replica: string): number
  /** Who was hit by this fault's earlier rounds. */
  hit: readonly string[]
}

/**
 * Whom a round hits; null: the replica meant is not there. With `rotate` it is one of those that were hit least often: a
 * named or random replica is followed by its neighbors, the busiest by the busiest of these.
 */
export function chooseVictim(fault: Fault, round: number, candidates: Candidates): string | null {
  const { which, repeat } = fault
  const { names, isGone } = candidates
  const there = names.filter((name) => !isGone(name))
  if (there.length === 0) return null
  const open = repeat.rotate ? leastHit(there, candidates) : there
  if (which === 'busiest') return busiest(open, candidates)
  if (!repeat.rotate) return 'random' in which ? there[draw(fault, round, there.length)] : named(which.replica, there)
  const first = 'random' in which ? draw(fault, 0, names.length) : names.indexOf(which.replica)
  if (first < 0) return null
  return [...names.slice(first), ...names.slice(0, first)].find((name) => open.includes(name)) ?? null
}

/** A pod of that name that has come back at another address is called by both. */
const named = (name: string, there: readonly string[]): string | null =>
  there.find((each) => each === name) ?? there.find((each) => each.startsWith(`${name}@`)) ?? null

function leastHit(there: readonly string[], { hit }: Candidates): string[] {
  const times = (name: string): number => hit.filter((each) => each === name).length
  const least = Math.min(...there.map(times))
  return there.filter((name) => times(name) === least)
}

/** The first of equals. */
function busiest(open: readonly string[], { inFlight }: Candidates): string {
  const most = Math.max(...open.map(inFlight))
  return open.find((name) => inFlight(name) === most) ?? open[0]
}

/** Each round's draw is its own, whatever happened before. */
function draw({ which, name }: Fault, round: number, count: number): number {
  const seed = typeof which === 'object' && 'random' in which ? which.random : ''
  return index(stream(seed, `fault ${name} ${round}`), count)
}

/**
 * Everyone a fault may come to hit.
 * @throws Failure `fault.unknown-replica` when it names one that is not there
 */
export function possibleVictims(fault: Fault, names: readonly string[]): readonly string[] {
  const { which, repeat, name } = fault
  if (which === 'busiest' || 'random' in which) return names
  if (!names.includes(which.replica)) throw unknownReplica(name, which.replica, names)
  const rounds = repeat.rotate ? Math.min(repeat.times, names.length) : 1
  const first = names.indexOf(which.replica)
  return Array.from({ length: rounds }, (_, round) => names[(first + round) % names.length])
}

function unknownReplica(fault: string, replica: string, names: readonly string[]): Failure {
  const meant = suggest(replica, names)
  return new Failure('fault.unknown-replica', `fault ${fault} is for replica ${replica}, which is not there`, {
    exit: EXIT.usage,
    hint: `${meant === undefined ? '' : `did you mean ${meant}? `}there are ${names.join(', ')}`,
  })
}
