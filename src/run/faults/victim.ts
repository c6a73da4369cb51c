import { EXIT, Failure } from '../../base/failure.ts'
import { suggest } from '../../base/suggest.ts'
import type { Fault } from '../../model/fault.ts'
import { stream } from '../../stats/random/stream.ts'
import { index } from '../../stats/random/uniform.ts'

/** What a choice depends on, at the moment it is made. */
export interface Candidates {
  /** Replicas there are, in the scenario's order. */
  names: readonly string[]
  inFlight(replica: string): number
  /** Who was hit by this fault's earlier rounds. */
  hit: readonly string[]
}

/**
 * Whom a round hits; null: the replica meant is not there. With `rotate` a named or random replica is followed by its
 * neighbors in the scenario's order, the busiest by the busiest of those that were hit least often.
 */
export function chooseVictim(fault: Fault, round: number, candidates: Candidates): string | null {
  const { which, repeat } = fault
  const { names } = candidates
  if (names.length === 0) return null
  if (which === 'busiest') return busiest(candidates, repeat.rotate)
  const first = 'random' in which ? draw(fault, repeat.rotate ? 0 : round, names.length) : names.indexOf(which.replica)
  if (first < 0) return null
  return names[repeat.rotate ? (first + round) % names.length : first]
}

/** The first of equals. */
function busiest({ names, inFlight, hit }: Candidates, rotate: boolean): string {
  const times = (name: string): number => (rotate ? hit.filter((each) => each === name).length : 0)
  const least = Math.min(...names.map(times))
  const open = names.filter((name) => times(name) === least)
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
