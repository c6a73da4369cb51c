import type { Rule } from './rule.ts'
import { countsDiffer, TOKEN_METRICS } from './token-count-mismatch.ts'

/**
 * Over a run whose load is all ours the servers' counters must have grown by what came. Fewer than came cannot be; more
 * may be load of others, and answers that were given up on the way. docs/methodology.md §12.1
 */
export const tokenCounterMismatch: Rule = ({ analysis: { attribution } }) => {
  const tokens = attribution?.tokens ?? null
  if (tokens === null || !countsDiffer(tokens.client, tokens.server)) return []
  const { client } = tokens
  const server = Math.round(tokens.server)
  const message = `${client} output tokens came over the whole run, and the servers' counters grew by ${server}`
  if (client > server) {
    return [
      {
        severity: 'error',
        message,
        fix: 'something before the servers answers for them, or not every replica is read: add its metrics as a probe',
        blocks: TOKEN_METRICS,
      },
    ]
  }
  return [
    {
      severity: 'warning',
      message,
      fix: 'expected where others load the servers too, or where many answers were cut off; else compare one answer by hand',
    },
  ]
}
