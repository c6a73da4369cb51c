import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Rule } from './rule.ts'

/** Where answers were to have a given length, shorter ones make a server look faster than it is. */
export const lengthContract: Rule = ({ analysis: { validity }, scenario }) => {
  const { asked, got, counted } = validity.lengths
  if (!scenario.request.forceLength || counted === 0 || asked === 0) return []
  if (Math.abs(got / asked - 1) <= THRESHOLDS.lengthMiss) return []
  return [
    {
      severity: 'error',
      message: `answers had ${spellShare(got / asked)} of the tokens asked for (mean ${(got / counted).toFixed(1)} of ${(asked / counted).toFixed(1)})`,
      fix: 'the server ignores forced lengths: check ignore_eos and min_tokens, or set request.forceLength: false',
      blocks: ['latency', 'latency.ok', 'throughput', 'goodput', 'attainment', 'tokens.output', 'tokens.total'],
    },
  ]
}
