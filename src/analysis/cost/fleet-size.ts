import type { RunEvent } from '../../model/run-log.ts'
import type { LogInput } from '../log-input.ts'

/**
 * How many replicas are paid for: those listed; where they are discovered the most that were in at once, since one that
 * takes the place of another is no further machine; behind a gateway that does not say whom it hides those that answered.
 * One that idles or is dead is among them.
 */
export function paidReplicas(log: LogInput): number {
  const { fleet, targets } = log.manifest.scenario
  const listed = (fleet.behind.length > 0 ? fleet.behind : targets).map(({ name }) => name)
  if (fleet.discover === null && (!fleet.gateway || fleet.behind.length > 0)) return listed.length
  const behind = answering(log).filter((name) => !listed.includes(name))
  const found = fleet.discover === null ? behind.length : mostAtOnce(log.events, behind)
  return found > 0 ? found : listed.length
}

function answering({ requests }: LogInput): string[] {
  const codes = new Set(requests.replica.subarray(0, requests.rows))
  codes.delete(-1)
  return [...codes].map((code) => requests.tables.replica[code])
}

/** @param known who answered: in from the beginning where no event says when it joined */
function mostAtOnce(events: readonly RunEvent[], known: readonly string[]): number {
  const moves = events
    .flatMap((event) =>
      event.kind === 'target' && (event.state === 'joined' || event.state === 'gone') ? [event] : [],
    )
    .sort((a, b) => a.at - b.at)
  const late = new Set(moves.filter(({ state }) => state === 'joined').map(({ replica }) => replica))
  const within = new Set([...known, ...moves.map(({ replica }) => replica)].filter((name) => !late.has(name)))
  let most = within.size
  for (const { replica, state } of moves) {
    if (state === 'joined') within.add(replica)
    else within.delete(replica)
    most = Math.max(most, within.size)
  }
  return most
}
