import type { CodeTable } from '../code-table.ts'
import type { ResponseHead } from '../protocols/protocol.ts'

/** A gateway that puts another thing into its header, a request's id perhaps, must not fill the log with names. */
const MOST_NAMES = 256
const LONGEST = 128

/**
 * Reads from a gateway's answers which replica gave them.
 * @param header lower case
 * @param names takes the names, at most 256 besides those it has
 * @returns a replica's code; −1 where the header is missing, empty, longer than 128 characters or one name too many
 */
export function replicaNames(header: string, names: CodeTable): (head: ResponseHead) => number {
  const known = new Set<string>()
  return (head) => {
    const name = head.header(header)?.trim()
    if (name === undefined || name === '' || name.length > LONGEST) return -1
    if (!known.has(name)) {
      if (known.size === MOST_NAMES) return -1
      known.add(name)
    }
    return names.code(name)
  }
}
