import type { MetricName } from '../../model/metric.ts'
import { THRESHOLDS } from '../thresholds.ts'
import type { Rule } from './rule.ts'

/** What counts tokens. */
export const TOKEN_METRICS: readonly MetricName[] = [
  'tpot',
  'tpot.ok',
  'tokens.output',
  'tokens.output.raw',
  'tokens.total',
  'goodput.tokens',
  'interactivity',
  'interactivity.p90',
  'interactivity.e2e',
  'usd.per-mtok.output',
  'usd.per-mtok.total',
  'usd.per-mtok.good',
  'tokens.per-usd.output',
  'tokens.per-usd.total',
  'tokens.per-usd.good',
  'joules.per-token.output',
  'joules.per-token.total',
  'joules.per-token.good',
  'tokens.per-joule.output',
  'tokens.per-joule.total',
  'tokens.per-joule.good',
]

/** Whether the two counts of the same tokens are further apart than two in a hundred. docs/methodology.md §12.1 */
export const countsDiffer = (client: number, server: number): boolean =>
  Math.abs(client - server) > THRESHOLDS.tokenMismatch * server

/**
 * More tokens on the wire than the server says it made cannot be explained; fewer can, since an event may carry several.
 */
export const tokenCountMismatch: Rule = ({ analysis: { validity } }) => {
  const { client, server, counted } = validity.tokens
  if (counted === 0 || !countsDiffer(client, server)) return []
  if (client > server) {
    return [
      {
        severity: 'error',
        message: `${client} output tokens on the wire, ${server} by the server's usage`,
        fix: 'find out which count is wrong before quoting tokens: compare one answer by hand with the tokenizer',
        blocks: TOKEN_METRICS,
      },
    ]
  }
  return [
    {
      severity: 'warning',
      message: `events carried ${(server / Math.max(client, 1)).toPrecision(3)} tokens each on average: itl is per event, not per token`,
      fix: 'read itl.token and tpot for the pace of tokens',
    },
  ]
}
