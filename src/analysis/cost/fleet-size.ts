import type { LogInput } from '../log-input.ts'

/**
 * Names of the replicas that are paid for: those listed, those that ever joined where they are discovered, and those
 * that answered behind a gateway that does not say whom it hides. One that idles or is dead is among them.
 */
export function paidReplicas({ manifest, events, requests }: LogInput): readonly string[] {
  const { fleet, targets } = manifest.scenario
  const listed = (fleet.behind.length > 0 ? fleet.behind : targets).map(({ name }) => name)
  if (fleet.discover === null && (!fleet.gateway || fleet.behind.length > 0)) return listed
  const found = new Set(events.flatMap((event) => (event.kind === 'target' ? [event.replica] : [])))
  for (let row = 0; row < requests.rows; row++) {
    if (requests.replica[row] >= 0) found.add(requests.tables.replica[requests.replica[row]])
  }
  const behind = [...found].filter((name) => !listed.includes(name))
  return behind.length > 0 ? behind.sort() : listed
}
