import { THRESHOLDS } from '../thresholds.ts'
import { spellShare } from '../words.ts'
import type { Evidence, Remark, Rule } from './rule.ts'

/** Prompts and answers have the lengths that were asked for: others are another load. */
export const lengthContract: Rule = (evidence) => [...answers(evidence), ...prompts(evidence)]

/** Where answers were to have a given length, shorter ones make a server look faster than it is. */
function answers({ analysis: { validity }, scenario }: Evidence): Remark[] {
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

/** Made-up text has the length wanted only as far as the model's tokenizer was reckoned with. */
function prompts({ analysis: { validity, manifest }, scenario }: Evidence): Remark[] {
  const { asked, got, counted } = validity.prompts
  const off = Math.abs(got - asked)
  if (off <= THRESHOLDS.lengthMiss * asked || off <= THRESHOLDS.templateTokens * counted) return []
  const words = ((scenario.request.wordsPerToken * asked) / got).toPrecision(3)
  return [
    {
      severity: 'warning',
      message: `prompts had ${spellShare(got / asked)} of the tokens asked for (mean ${(got / counted).toFixed(1)} of ${(asked / counted).toFixed(1)}, by the server's usage)`,
      fix:
        manifest.prompt === 'ids'
          ? 'ids are sent as they are: see whether the server cuts prompts to its context length'
          : `set request.wordsPerToken: ${words}, or send token ids where the server takes them`,
    },
  ]
}
