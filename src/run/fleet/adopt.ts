import type { Member } from '../replica.ts'
import { MOST_REPLICAS } from './fleet-memory.ts'
import type { FleetState } from './fleet-state.ts'
import type { ReplicaSource } from './sources/source.ts'

/**
 * Brings the fleet in line with what its source has found: who is new joins, who was gone and is there again too, who is
 * missing is gone.
 * @param note hears of a replica for which the run has no place
 * @returns members the run has not seen before, in the order in which all threads must learn of them
 */
export function adopt(
  fleet: FleetState,
  members: readonly Member[],
  { why }: ReplicaSource,
  note: (text: string) => void,
): Member[] {
  const names = new Set(members.map(({ target }) => target.name))
  for (let replica = 0; replica < fleet.size; replica++) {
    if (!names.has(fleet.name(replica))) fleet.leave(replica, why.gone)
  }
  const added: Member[] = []
  for (const member of members) {
    const { name } = member.target
    const isNew = fleet.indexOf(name) < 0
    if (isNew && fleet.size === MOST_REPLICAS) {
      note(`${name} gets no requests: a run follows at most ${MOST_REPLICAS} replicas, those that left included`)
      continue
    }
    fleet.join(name, why.joined)
    if (isNew) added.push(member)
  }
  return added
}
