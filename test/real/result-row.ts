import type { Counts } from './counts.ts'
import type { Tried } from './try-server.ts'

export const TABLE_HEAD = ['server', 'surface', 'what', 'planned', 'ok', 'prompt tokens', 'output tokens', 'result']

/** A line of the closing table; tokens as the log has them / as the server's own counters have them. */
export function rowOf({ server, surface, what, outcome }: Tried): string[] {
  const name = [server, surface, what]
  if (outcome.kind === 'broken') return [...name, '', '', '', '', 'broken']
  if (outcome.kind === 'drilled') {
    const { books, list, saw } = outcome.drilled
    return [...name, `${books.planned}`, `${books.outcomes.ok ?? 0}`, '', '', `${hold(list.failures)}: ${saw}`]
  }
  const { list, result, client, server: counted } = outcome.driven
  const { planned, outcomes } = result.books
  const tokens = [pair(client, counted, 'promptTokens'), pair(client, counted, 'outputTokens')]
  return [...name, `${planned}`, `${outcomes.ok ?? 0}`, ...tokens, `${hold(list.failures)}: ${result.result}`]
}

const hold = (failures: readonly string[]): string => (failures.length === 0 ? 'holds' : 'does NOT hold')

function pair(client: Counts, server: Counts, what: keyof Counts): string {
  return server[what] === null ? 'not counted' : `${client[what]} / ${server[what]}`
}
